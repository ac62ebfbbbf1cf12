package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class EnvironmentTest {
  private final CommandLineRunner cli = new CommandLineRunner(Path.of("/home/me"));

  private Path database(String... args) {
    return cli.request(args).db();
  }

  @Test
  void theDatabaseIsWhereItIsSaidToBe() {
    String[] plain = {"repo", "o/n", "--no-report"};

    assertThat(database(plain)).isEqualTo(Path.of("/home/me/.local/share/ghsync/ghsync.db"));
    cli.variables.put("XDG_DATA_HOME", "not/absolute");
    assertThat(database(plain)).isEqualTo(Path.of("/home/me/.local/share/ghsync/ghsync.db"));
    cli.variables.put("XDG_DATA_HOME", "/data");
    assertThat(database(plain)).isEqualTo(Path.of("/data/ghsync/ghsync.db"));
    cli.variables.put("GHSYNC_DB", "mine.db");
    assertThat(database(plain)).isEqualTo(Path.of("mine.db"));
    assertThat(database("repo", "o/n", "--no-report", "--db", "other.db"))
        .isEqualTo(Path.of("other.db"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "", "relative"})
  void aMissingHomeFolderIsAUsageError(String home) {
    CommandLineRunner homeless = new CommandLineRunner(Path.of(home));
    homeless.variables.put("GHSYNC_TOKEN", "t");

    for (String command : List.of("repo o/n", "status", "verify o/n", "auth logout")) {
      Run run = homeless.run(command.split(" "));
      assertThat(run.code()).as(command).isEqualTo(2);
      assertThat(run.err()).contains("there is no home folder").containsAnyOf("--db", "HOME");
    }
    assertThat(homeless.request("repo", "o/n", "--db", "/no/x.db").db()).hasToString("/no/x.db");
    assertThat(Path.of("?")).doesNotExist();
  }

  /** On Windows many characters are not permitted; elsewhere only NUL is not. */
  @ParameterizedTest
  @ValueSource(strings = {"GHSYNC_DB", "XDG_DATA_HOME"})
  void aVariableThatIsNoPathIsAUsageError(String name) {
    cli.variables.put(name, "/no\0path");

    Run run = cli.run("repo", "o/n");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("$" + name + " is not a path: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"repo o/n --db no\0path", "export o/n no\0path.tar --db no.db"})
  void anArgumentThatIsNoPathIsAUsageError(String line) {
    Run run = cli.run(line.split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("is not a path: Nul character not allowed")
        .doesNotContain("java.");
  }

  @Test
  void theApiIsGitHubsUnlessSaidOtherwise() {
    assertThat(cli.request("repo", "o/n").apiUrl()).hasToString("https://api.github.com");
    cli.variables.put("GITHUB_API_URL", "https://ghe.example/api/v3/");
    assertThat(cli.request("repo", "o/n").apiUrl()).hasToString("https://ghe.example/api/v3");
  }

  @Test
  void aWrongAddressInTheEnvironmentIsNamed() {
    cli.variables.put("GITHUB_API_URL", "github");

    assertThat(cli.run("repo", "o/n").err()).contains("$GITHUB_API_URL: 'github' is not an http");
  }

  @Test
  void aFileOfCertificatesThatCannotBeUsedIsNamed() {
    cli.variables.put("GHSYNC_TOKEN", "t");

    assertThat(cli.run("repo", "o/n", "--ca-file", "/no/ca.pem").err())
        .contains(
            "the certificates of --ca-file in /no/ca.pem cannot be used: there is no such file");
    cli.variables.put("GHSYNC_CA_FILE", "/dev/null");
    CommandLineRunner.Run run = cli.run("status", "--db", "/no/db");
    assertThat(run.err()).doesNotContain("certificates");
    run = cli.run("repo", "o/n", "--no-report");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("the certificates of $GHSYNC_CA_FILE in /dev/null cannot be used: the file is");
  }
}
