package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.store.Store;
import dev.ghsync.sync.stream.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises holds. */
class ReadmeTest {
  @TempDir Path home;

  private final String readme = read();

  private static String read() {
    try {
      return Files.readString(Path.of("README.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> found(String pattern) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(readme)
        .results()
        .map((MatchResult m) -> m.group(1))
        .toList();
  }

  @Test
  void itsQueriesRunOnTheSchema() throws SQLException {
    Path file = home.resolve("m.db");
    Store.open(file).close();
    List<String> queries = found("```sql\n(.*?)```");

    assertThat(queries).hasSize(8);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = connection.createStatement()) {
      for (String query : queries) {
        assertThat(sql.executeQuery(query).next()).as(query).isFalse();
      }
    }
  }

  @Test
  void itsTablesAreThere() throws SQLException {
    Path file = home.resolve("m.db");
    Store.open(file).close();
    List<String> section = found("(\\| repository \\|.*?\n)\n");

    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = connection.createStatement()) {
      for (MatchResult name :
          Pattern.compile("`([a-z_]+)`").matcher(section.get(0)).results().toList()) {
        String query = "SELECT * FROM " + name.group(1);
        assertThat(sql.executeQuery(query).next()).as(query).isFalse();
      }
    }
  }

  @Test
  void itsExitCodesAreTheProgramsOwn() {
    for (ExitCode code : ExitCode.values()) {
      assertThat(readme).contains("\n| " + code.number());
    }
  }

  @Test
  void itsTableHasEveryOption() {
    CommandLineRunner cli = new CommandLineRunner(home);
    String help = cli.run("repo", "--help").out();

    assertThat(
            Pattern.compile("(?m)^ {2}(?:-\\w, |    )(--[a-z-]+)")
                .matcher(help)
                .results()
                .map(m -> m.group(1))
                .filter(option -> !List.of("--help", "--quiet", "--verbose").contains(option)))
        .hasSizeGreaterThan(25)
        .allSatisfy(option -> assertThat(readme).contains("`" + option + "`"));
  }

  @Test
  void itsTableOfStreamsIsTheListOfStreams() {
    StringBuilder table = new StringBuilder("\n| stream | |\n| --- | --- |\n");
    Streams.ALL
        .descriptions()
        .forEach((name, text) -> table.append("| `%s` | %s |\n".formatted(name, text)));

    assertThat(readme).contains(table + "\n");
  }

  @Test
  void itsCommandLinesAreUnderstood() {
    CommandLineRunner cli = new CommandLineRunner(home);
    cli.variables.put("GHSYNC_TOKEN", "t");
    List<String> lines = found("ghsync (repo [a-z]+/[a-z]+[^\n|]*|status --check[^`\n]*)");

    assertThat(lines).hasSizeGreaterThan(3);
    for (String line : lines) {
      String[] args = line.strip().split("\\s+");
      cli.input("t\n");
      if (args[0].equals("repo")) {
        assertThat(cli.request(args).repo()).as(line).isNotNull();
      } else {
        assertThat(cli.run(args).code()).as(line).isNotEqualTo(ExitCode.USAGE.number());
      }
    }
  }
}
