package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.model.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSourcesTest {
  @TempDir Path home;
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));

  @BeforeEach
  void setUp() throws IOException {
    cli = new CommandLineRunner(home);
    Path db = Files.createFile(home.resolve("m.db"));
    cli.variables.put("GHSYNC_DB", db.toString());
  }

  private void sync(String... more) {
    String[] args = new String[2 + more.length];
    args[0] = "repo";
    args[1] = "Octo/Tiny";
    System.arraycopy(more, 0, args, 2, more.length);
    Run run = cli.run(args);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private void login(String token, String... more) {
    cli.input(token + "\nand more\n");
    String[] args = new String[2 + more.length];
    args[0] = "auth";
    args[1] = "login";
    System.arraycopy(more, 0, args, 2, more.length);
    Run run = cli.run(args);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private void assertUsed(String token) {
    assertThat(cli.services.usedToken).contains(new Token(token));
  }

  @Test
  void theFirstFoundWins() throws IOException {
    Path file = Files.writeString(home.resolve("token"), "  from-file \r\nrest");
    login("general");
    login("own", "--repo", "octo/TINY");
    cli.variables.put("GITHUB_TOKEN", "third");
    cli.variables.put("GH_TOKEN", "second");
    cli.variables.put("GHSYNC_TOKEN", "first");

    sync("--token-file", file.toString());
    assertUsed("from-file");
    sync();
    assertUsed("first");
    cli.variables.put("GHSYNC_TOKEN", "");
    sync();
    assertUsed("second");
    cli.variables.remove("GH_TOKEN");
    sync();
    assertUsed("third");
    cli.variables.put("GITHUB_TOKEN", " ");
    sync();
    assertUsed("own");
    cli.run("auth", "logout", "--repo", "octo/tiny");
    sync();
    assertUsed("general");
  }

  @Test
  void aTokenMayComeOnStandardInput() {
    cli.input("piped\n");

    sync("--token-file", "-");

    assertUsed("piped");
  }

  @Test
  void withoutAnyTheFailureSaysWhereToPutOne() {
    Run run = cli.run("repo", "octo/tiny");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("no-pat", "GHSYNC_TOKEN", "--token-file", "auth login");
  }

  @Test
  void whatIsNoTokenIsRefusedAndNotRepeated() throws IOException {
    Path file = Files.writeString(home.resolve("token"), "my secret words\n");
    Run run = cli.run("repo", "octo/tiny", "--token-file", file.toString());

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
  void whatIsAroundATokenIsCalledThatBeforeAnythingIsAsked(String text, String fault) {
    cli.variables.put("GHSYNC_TOKEN", text);

    Run run = cli.run("repo", "octo/tiny");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("$GHSYNC_TOKEN", fault).doesNotContain("secr");
    assertThat(cli.services.syncs).isEmpty();
  }

  @Test
  void aByteOrderMarkInAFileIsCalledThat() throws IOException {
    Path file = Files.writeString(home.resolve("token"), "\ufeffghp_secret\r\n");

    assertThat(cli.run("repo", "octo/tiny", "--token-file", file.toString()).err())
        .contains("byte order mark");
  }

  @Test
  void whiteSpaceAroundATokenIsNoFault() {
    cli.variables.put("GHSYNC_TOKEN", "  ghp_secret\r\n");

    assertThat(cli.run("repo", "octo/tiny").code()).isZero();
    assertThat(cli.services.usedToken).contains(new Token("ghp_secret"));
  }

  @Test
  void theTokenKnowsWhereItWasFound() {
    cli.variables.put("GH_TOKEN", "ghp_secret");
    cli.run("repo", "octo/tiny");

    assertThat(cli.services.usedToken.orElseThrow().named()).isEqualTo("the token from $GH_TOKEN");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Path file = Files.createFile(home.resolve("token"));

    Run run = cli.run("repo", "octo/tiny", "--token-file", file.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("the token file " + file + " is empty");
  }

  @Test
  void aLostKeyIsToldFromNoToken() throws IOException {
    login("general");
    Files.delete(home.resolve(".config/ghsync/key"));

    Run run = cli.run("repo", "octo/tiny");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("the key file", "which is gone", "auth login again");
  }
}
