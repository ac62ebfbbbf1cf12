package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.fake.FakeFleet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts of the recipes, exactly as the page has them, against local servers. */
@DisabledOnOs(OS.WINDOWS)
class RecipeScriptsTest {
  private static final Pattern SCRIPT =
      Pattern.compile("#!/bin/sh\n# (ghsync-[a-z]+)\\b.*", Pattern.DOTALL);

  @TempDir Path home;
  private final FakeFleet hub = new FakeFleet("api", "web");
  private final MockWebServer server = new MockWebServer();
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));
  private Path bin = Path.of("");

  @BeforeEach
  void setUp() throws IOException {
    Stream.of("curl", "jq", "flock")
        .forEach(program -> assumeTrue(isOnPath(program), "there is no " + program));
    server.start();
    cli = new CommandLineRunner(home, hub.api());
    cli.variables.put("GHSYNC_TOKEN", "ghp_token_of_the_fleet");
    cli.variables.put("GHSYNC_DB", home.resolve("m.db").toString());
    bin = Files.createDirectories(home.resolve(".local/bin"));
    Files.createDirectories(home.resolve(".config/ghsync"));
    for (String block : Page.named("recipes").blocks("sh")) {
      Matcher script = SCRIPT.matcher(block);
      if (script.matches()) {
        write(script.group(1), block);
      }
    }
  }

  @AfterEach
  void close() {
    hub.close();
    server.close();
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private Path write(String name, String text) throws IOException {
    Path file = Files.writeString(bin.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private void configure(String name, String url) throws IOException {
    Files.writeString(home.resolve(".config/ghsync").resolve(name), "url = \"" + url + "\"\n");
  }

  private String command(String script) {
    return "HOME='%s' '%s'".formatted(home, bin.resolve(script));
  }

  /** Starts a script with this text on its standard input. */
  private Process start(String input, String... line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("GHSYNC_QUEUE", home.resolve("queue").toString());
    builder.environment().put("PAYLOAD", home.resolve("payload").toString());
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    return process;
  }

  @Test
  void aFailureIsMailed() throws IOException {
    hub.refuse("api", 404);
    try (MailServer mail = new MailServer()) {
      configure("smtp", "smtp://127.0.0.1:" + mail.port());

      Run run =
          cli.run("repo", "acme/api", "-q", "--on-failure", command("ghsync-mail"), "--no-report");

      assertThat(run.err()).doesNotContain("warning");
      assertThat(mail.mails()).hasSize(1);
      assertThat(mail.mails().get(0))
          .startsWith("MAIL FROM:<ghsync@example.org>")
          .contains("RCPT TO:<ops@example.org>", "\nSubject: ghsync: acme/api failed\n")
          .contains("\n\nacme/api failed; there is no repository acme/api, or ");
    }
  }

  @Test
  void oneMailNamesAllThatChangedOrFailed() throws Exception {
    hub.refuse("web", 404);
    Run all = cli.run("all", "--owner", "acme", "--only", "metadata,labels", "-q", "--json");
    try (MailServer mail = new MailServer()) {
      configure("smtp", "smtp://127.0.0.1:" + mail.port());

      assertThat(start(all.out(), bin.resolve("ghsync-mail").toString()).waitFor()).isZero();

      assertThat(mail.mails()).hasSize(1);
      assertThat(mail.mails().get(0))
          .contains("\nSubject: ghsync: all repositories\n")
          .contains("\nacme/api updated; metadata 1 created; ", "\nacme/web failed; there is no ");
    }
  }

  @Test
  void aChangeIsPostedToAChat() throws Exception {
    server.enqueue(new MockResponse.Builder().build());
    configure("chat", server.url("/services/ID").toString());

    Run run =
        cli.run(
            "repo", "acme/api", "-q", "--only", "metadata", "--on-change", command("ghsync-chat"));

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(server.takeRequest().getBody().utf8())
        .contains("\"text\": \"acme/api updated; metadata 1 created");
  }

  @ParameterizedTest
  @CsvSource({"0, /ping", "3, /ping/fail", "6, /ping"})
  void theDeadMansSwitchIsToldStartAndEnd(int code, String end) throws Exception {
    server.enqueue(new MockResponse.Builder().build());
    server.enqueue(new MockResponse.Builder().build());
    write("ghsync", "#!/bin/sh\necho \"$*\"; exit " + code + "\n");

    Process watched =
        start(
            "",
            bin.resolve("ghsync-watched").toString(),
            server.url("/ping").toString(),
            "all",
            "-q");

    assertThat(new String(watched.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("all -q\n");
    assertThat(watched.waitFor()).isEqualTo(code);
    assertThat(server.takeRequest().getTarget()).isEqualTo("/ping/start");
    assertThat(server.takeRequest().getTarget()).isEqualTo(end);
  }

  @Test
  void theDeadMansSwitchWaitsForTheSyncThatRuns() throws Exception {
    server.enqueue(new MockResponse.Builder().build());
    write("ghsync", "#!/bin/sh\nexit 7\n");

    String url = server.url("/ping").toString();
    Process watched = start("", bin.resolve("ghsync-watched").toString(), url, "all", "-q");

    assertThat(watched.waitFor()).isEqualTo(7);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void deliveriesThatComeTogetherAreWorkedOffOneByOne() throws Exception {
    Path log = home.resolve("log");
    Files.writeString(home.resolve("payload"), "{}");
    Path ghsync =
        write("ghsync", "#!/bin/sh\necho \"+$2\" >> '%s'; echo -$2 >> '%s'\n".formatted(log, log));
    List<Process> deliveries = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String script =
          "GHSYNC='%s' '%s' acme/r%d push sha256=0"
              .formatted(ghsync, bin.resolve("ghsync-delivery"), i);
      deliveries.add(start("", "/bin/sh", "-c", script));
    }
    for (Process delivery : deliveries) {
      assertThat(delivery.waitFor()).isZero();
    }

    List<String> lines = Files.readAllLines(log);
    assertThat(lines).hasSize(20).doesNotHaveDuplicates();
    assertThat(IntStream.range(0, 10))
        .allSatisfy(
            i ->
                assertThat(lines.get(2 * i).substring(1))
                    .isEqualTo(lines.get(2 * i + 1).substring(1)));
    assertThat(home.resolve("queue")).isEmptyDirectory();
  }

  @Test
  void aDeliveryWaitsWhileAnotherSyncRuns() throws Exception {
    Files.writeString(home.resolve("payload"), "{}");
    write("sleep", "#!/bin/sh\necho waited >> '%s'\n".formatted(home.resolve("log")));
    Path ghsync =
        write(
            "ghsync", "#!/bin/sh\n[ -e '%s' ] && exit 1\nexit 7\n".formatted(home.resolve("log")));

    Process delivery =
        start(
            "",
            "/bin/sh",
            "-c",
            "PATH='%s':$PATH GHSYNC='%s' ghsync-delivery acme/api push sha256=0"
                .formatted(bin, ghsync));

    assertThat(delivery.waitFor()).isZero();
    assertThat(home.resolve("log")).hasContent("waited");
    assertThat(home.resolve("queue")).isEmptyDirectory();
  }
}
