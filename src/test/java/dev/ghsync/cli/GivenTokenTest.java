package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.fake.FakeGitHub;
import dev.ghsync.sync.fake.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which token a command uses, from the command line to the header of a request. */
class GivenTokenTest {
  @TempDir Path home;
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));

  private final FakeGitHub hub = new FakeGitHub(new World());

  @BeforeEach
  void setUp() {
    cli = new CommandLineRunner(home, hub.api());
    cli.variables.put("GHSYNC_DB", home.resolve("m.db").toString());
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private static String[] args(String first, String second, String... more) {
    return Stream.concat(Stream.of(first, second), Stream.of(more)).toArray(String[]::new);
  }

  private void login(String token, String... more) {
    cli.input(token + "\nand more\n");
    Run run = cli.run(args("auth", "login", more));
    assertThat(run.code()).as(run.err()).isZero();
  }

  private void assertSyncUses(String token, String... more) {
    Run run = cli.run(args("repo", "Octo/World", more));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(hub.lastToken()).isEqualTo(token);
  }

  @Test
  void theFirstFoundWins() throws IOException {
    Path file = Files.writeString(home.resolve("token"), "  from-file \r\nrest");
    login("general");
    login("own", "--repo", "octo/WORLD");
    cli.variables.put("GITHUB_TOKEN", "third");
    cli.variables.put("GH_TOKEN", "second");
    cli.variables.put("GHSYNC_TOKEN", "first");

    assertSyncUses("from-file", "--token-file", file.toString());
    assertSyncUses("first");
    cli.variables.put("GHSYNC_TOKEN", "");
    assertSyncUses("second");
    cli.variables.remove("GH_TOKEN");
    assertSyncUses("third");
    cli.variables.put("GITHUB_TOKEN", " ");
    assertSyncUses("own");
    cli.run("auth", "logout", "--repo", "octo/world");
    assertSyncUses("general");
  }

  @Test
  void aTokenMayComeOnStandardInput() {
    cli.input("piped\n");

    assertSyncUses("piped", "--token-file", "-");
  }

  @Test
  void withoutAnyTheFailureSaysWhereToPutOne() {
    Run run = cli.run("repo", "octo/world");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("no-pat", "GHSYNC_TOKEN", "--token-file", "auth login");
  }

  @Test
  void aTextThatIsNoTokenIsRefusedAndNotRepeated() throws IOException {
    Path file = Files.writeString(home.resolve("token"), "my secret words\n");
    Run run = cli.run("repo", "octo/world", "--token-file", file.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("is not a token alone").doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"ghp_secret\" | has quotation marks around it",
        "'ghp_secret' | has quotation marks around it",
        "`ghp_secret` | has quotation marks around it",
        "\u201cghp_secret\u201d | has quotation marks around it",
        "\"ghp_secret | has quotation marks around it",
        "Bearer ghp_secret | such as Bearer",
        "token ghp_secret | such as Bearer",
        "Authorization: Bearer ghp_secret | such as Bearer",
        "GHSYNC_TOKEN=ghp_secret | begins with the name of a variable",
        "export GH_TOKEN=ghp_secret | begins with the name of a variable",
        "\ufeffghp_secret | byte order mark",
        "ghp_secret ghp_other | has a space in it",
        "~ghp_secret\nghp_other~ | has more than one line",
        "ghp_secr\u00e9t | has characters that no token has",
      })
  void aMistakeAroundATokenIsNamedBeforeTheFirstRequest(String text, String fault) {
    cli.variables.put("GHSYNC_TOKEN", text);

    Run run = cli.run("repo", "octo/world");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("$GHSYNC_TOKEN", fault).doesNotContain("secr");
    assertThat(hub.asked()).isEmpty();
  }

  @Test
  void aByteOrderMarkInAFileIsNamed() throws IOException {
    Path file = Files.writeString(home.resolve("token"), "\ufeffghp_secret\r\n");

    assertThat(cli.run("repo", "octo/world", "--token-file", file.toString()).err())
        .contains("byte order mark");
  }

  @Test
  void whiteSpaceAroundATokenIsNoFault() {
    cli.variables.put("GHSYNC_TOKEN", "  ghp_secret\r\n");

    assertSyncUses("ghp_secret");
  }

  @Test
  void theTokenKnowsWhereItWasFound() {
    cli.variables.put("GH_TOKEN", "ghp_secret");

    assertThat(cli.request("repo", "octo/world").token().orElseThrow().named())
        .isEqualTo("the token from $GH_TOKEN");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Path file = Files.createFile(home.resolve("token"));

    Run run = cli.run("repo", "octo/world", "--token-file", file.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("the token file " + file + " is empty");
  }

  @Test
  void aMissingKeyIsNotReportedAsAMissingToken() throws IOException {
    login("general");
    Files.delete(home.resolve(".config/ghsync/key"));

    Run run = cli.run("repo", "octo/world");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("the key file", "which is gone", "auth login again");
  }
}
