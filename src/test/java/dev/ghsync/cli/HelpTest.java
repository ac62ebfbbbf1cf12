package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.cli.env.Terminal;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  private final CommandLineRunner cli = new CommandLineRunner(Path.of("/home/me"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "help",
        "help help",
        "help auth login",
        "completion --help",
        "repo --help",
        "export --help",
        "status -h",
        "show --help",
        "verify --help",
        "auth --help",
        "auth login --help",
        "auth status --help",
        "auth logout --help"
      })
  void helpFitsTheTerminalAndIsNoError(String line) {
    Run run = cli.run(line.split(" "));

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("Usage: ghsync").contains("Environment\n");
    assertThat(run.out().lines()).allMatch(text -> text.length() <= 80);
    assertThat(run.out()).doesNotContain("\u001b", "<");
  }

  @Test
  void helpTeachesByExamplesAndExitCodes() {
    assertThat(cli.run("--help").out())
        .contains(
            "Examples\n", "ghsync repo square/okhttp", "Exit codes\n", "  7     another sync");
    assertThat(cli.run("repo", "--help").out()).contains("Examples\n", "Exit codes\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "repo", "status", "auth", "auth login"})
  void helpCommandPrintsTheHelpOfACommand(String command) {
    assertThat(cli.run(("help " + command).strip().split(" ")).out())
        .isEqualTo(cli.run((command + " --help").strip().split(" ")).out());
  }

  @Test
  void helpWorksBelowAGroupOfCommandsToo() {
    assertThat(cli.run("auth", "help").out()).isEqualTo(cli.run("auth", "--help").out());
    assertThat(cli.run("auth", "help", "login").out())
        .isEqualTo(cli.run("auth", "login", "--help").out());
    assertThat(cli.run("auth", "--help").out()).doesNotContain("  help");
  }

  @Test
  void helpOfAnUnknownCommandNamesTheNearest() {
    Run run = cli.run("help", "statsu");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("there is no command 'statsu'; did you mean status?");
    assertThat(run.err()).contains("Try 'ghsync --help'.");
  }

  @Test
  void helpOfMoreThanACommandNamesTheWordTooMany() {
    assertThat(cli.run("help", "repo", "extra").err()).contains("unexpected argument 'extra'");
    assertThat(cli.run("help", "help", "repo").err()).contains("unexpected argument 'repo'");
  }

  @Test
  void aWideTerminalIsUsed() {
    cli.terminal = new Terminal(false, false, false, 100, question -> Optional.empty());

    assertThat(cli.run("repo", "--help").out().lines()).anyMatch(text -> text.length() > 80);
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(cli.run("--version").out()).matches("ghsync \\d+\\.\\d+\\S*\n");
  }
}
