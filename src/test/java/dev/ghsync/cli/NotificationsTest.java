package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.fake.FakeFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code --on-change}, {@code --on-failure}, the token of gh, and signed payloads. */
@DisabledOnOs(OS.WINDOWS)
class NotificationsTest {
  @TempDir Path home;
  private final FakeFleet hub = new FakeFleet("api", "web");
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));
  private Path log = Path.of("");

  @BeforeEach
  void setUp() {
    cli = new CommandLineRunner(home, hub.api());
    cli.variables.put("GHSYNC_TOKEN", "ghp_token_of_the_fleet");
    cli.variables.put("GHSYNC_DB", home.resolve("m.db").toString());
    log = home.resolve("log");
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Run repo(String name, String... more) {
    String[] line = {"repo", "acme/" + name, "--only", "metadata,labels", "-q"};
    String[] all = java.util.Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return cli.run(all);
  }

  private String logging() {
    return "echo \"$GHSYNC_REPO $GHSYNC_OUTCOME $GHSYNC_EXIT $(head -c 11)\" >> '" + log + "'";
  }

  @Test
  void aChangeRunsTheCommandWithTheReportAndAnUnchangedRunDoesNot() {
    assertThat(repo("api", "--on-change", logging())).isEqualTo(new Run(0, "", ""));
    assertThat(repo("api", "--on-change", logging())).isEqualTo(new Run(0, "", ""));

    assertThat(log).hasContent("acme/api updated 0 {\"schema\":1");
  }

  @Test
  void aFailureRunsTheOtherCommand() {
    hub.refuse("api", 404);

    Run run = repo("api", "--on-change", "exit 1", "--on-failure", logging());

    assertThat(run.code()).isEqualTo(ExitCode.NO_REPOSITORY.number());
    assertThat(run.err()).doesNotContain("warning");
    assertThat(log).hasContent("acme/api failed 5 {\"schema\":1");
  }

  @Test
  void aCommandThatFailsIsAWarningAndTheExitCodeStays() {
    Run run = repo("api", "--on-change", "exit 3");
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEqualTo("ghsync: warning: the command of --on-change ended with 3\n");
  }

  @Test
  void aSyncOfManyRunsItForEachThatChanged() {
    cli.run("all", "--owner", "acme", "--only", "metadata,labels", "--on-change", logging());
    assertThat(log)
        .content()
        .contains("acme/api updated 0 ", "acme/web updated 0 ")
        .hasLineCount(2);
  }

  @Test
  void theTokenOfGhIsTheLast() throws Exception {
    cli.variables.remove("GHSYNC_TOKEN");
    Path bin = Files.createDirectory(home.resolve("bin"));
    Path gh = bin.resolve("gh");
    Files.writeString(
        gh,
        "#!/bin/sh\n[ \"$*\" = \"auth token --hostname $HOST\" ] || true\necho gho_token_of_gh_program\n");
    assertThat(gh.toFile().setExecutable(true)).isTrue();
    assertThat(repo("api").code()).isEqualTo(ExitCode.NO_ACCESS.number());
    cli.variables.put("PATH", "\0no path:\"" + bin + "\""); // in quotes, as Windows permits

    assertThat(repo("api")).isEqualTo(new Run(0, "", ""));
    assertThat(cli.run("auth", "status").out()).contains("gh auth token");
  }

  @Test
  void aPayloadWithAnotherSignatureIsNotRead() throws Exception {
    Path payload = Files.writeString(home.resolve("payload"), "Hello, World!");
    Path secret = Files.writeString(home.resolve("secret"), "It's a Secret to Everybody\n");

    Run wrong = signed(payload, secret, "sha256=" + "0".repeat(64));
    Run none = signed(payload, secret, "");

    assertThat(wrong.code()).isEqualTo(ExitCode.NO_ACCESS.number());
    assertThat(wrong.err()).contains("forbidden: the signature is not that of the event payload");
    assertThat(none.code()).isEqualTo(ExitCode.NO_ACCESS.number());
    assertThat(hub.asked()).isEmpty();
  }

  /** The example of GitHub's documentation: the signature is right, and the payload is no event. */
  @Test
  void aPayloadWithItsSignatureIsRead() throws Exception {
    Path payload = Files.writeString(home.resolve("payload"), "Hello, World!");
    Path secret = Files.writeString(home.resolve("secret"), "It's a Secret to Everybody\n");

    Run run =
        signed(
            payload,
            secret,
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");

    assertThat(run.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(run.err()).contains("is not what GitHub sends");
  }

  private Run signed(Path payload, Path secret, String signature) {
    return repo(
        "api",
        "--event-payload",
        payload.toString(),
        "--event",
        "push",
        "--event-signature=" + signature,
        "--webhook-secret-file",
        secret.toString());
  }

  @Test
  void aWebhookIsCreatedOnceAndThenUpdated() throws Exception {
    Path secret = Files.writeString(home.resolve("secret"), "secret-of-the-webhook\n");
    String[] install = {
      "webhook",
      "install",
      "acme/api",
      "--url",
      "https://hooks.example.org/x",
      "--secret-file",
      secret.toString(),
      "--events",
      "push,issues"
    };

    Run first = cli.run(install);
    Run second = cli.run(install);

    assertThat(first.out())
        .isEqualTo("Created webhook 5 of acme/api: https://hooks.example.org/x\n");
    assertThat(second.out()).startsWith("Updated webhook 5 of acme/api");
    assertThat(hub.hooks()).hasSize(2);
    assertThat(hub.hooks().get(0))
        .startsWith("POST {")
        .contains("\"events\":[\"push\",\"issues\"]", "\"secret\":\"secret-of-the-webhook\"");
    assertThat(hub.hooks().get(1)).startsWith("PATCH {");
    assertThat(first.out() + first.err() + second.out()).doesNotContain("secret-of-the-webhook");
    assertThat(cli.run("webhook", "list", "acme/api").out())
        .startsWith("5  https://hooks.example.org/x");
    assertThat(cli.run("webhook", "remove", "acme/api", "--id", "5").out()).startsWith("Removed ");
    assertThat(cli.run("webhook", "list", "acme/api", "--json").out()).isEqualTo("[]\n");
  }
}
