package dev.ghsync.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ghsync.model.FailureCode;
import dev.ghsync.store.Store;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.stream.Streams;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks what the README and the pages of {@code src/docs} promise. */
class ReadmeTest {
  /** A command line of ghsync, of its jar or of its container, to the end of the simple command. */
  private static final Pattern COMMAND_LINE =
      Pattern.compile(
          "(?<![\\w-])ghsync(?:\\.cmd)?(?:[:-][\\d.]+\\d(?:\\.jar)?)? "
              + "((?:repo|all|forget|status|verify|show|export|compact|completion|auth|help) [^`\\n|;&#>)]+)");

  @TempDir Path home;

  private final List<Page> pages = Page.all();

  private List<String> blocks(String language) {
    return pages.stream().flatMap(page -> page.blocks(language).stream()).toList();
  }

  @Test
  void queriesRunOnTheSchema() throws SQLException {
    Path file = home.resolve("m.db");
    Store.open(file).close();
    List<String> queries =
        Stream.concat(blocks("sql").stream(), blocks("sh").stream().flatMap(this::ofSqlite))
            .toList();

    assertThat(queries).hasSizeGreaterThan(8);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = connection.createStatement()) {
      for (String query : queries) {
        assertThat(sql.executeQuery(query).next()).as(query).isFalse();
      }
    }
  }

  /** Returns the queries that a script gives to {@code sqlite3}. */
  private Stream<String> ofSqlite(String script) {
    return Pattern.compile("sqlite3 \\S+ \"([^.][^\"]*)\"")
        .matcher(script)
        .results()
        .map(query -> query.group(1).replace("\\$", "$"));
  }

  @Test
  void tablesAreThere() throws SQLException {
    Path file = home.resolve("m.db");
    Store.open(file).close();
    String section = Page.named("queries").found("(\\| repository \\|.*?\n)\n").get(0);

    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = connection.createStatement()) {
      for (String name : new Page(file, section).found("`([a-z_]+)`")) {
        String query = "SELECT * FROM " + name;
        assertThat(sql.executeQuery(query).next()).as(query).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void exitCodesAreTheProgramsOwn(ExitCode code) {
    assertThat(Page.named("exit-codes").text()).contains("\n| " + code.number());
  }

  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void failuresAreNamedAtTheirExitCode(FailureCode failure) {
    int exit = ExitCode.of(failure).number();

    assertThat(Page.named("exit-codes").found("^(\\| " + exit + "\\b[^\n]*)$"))
        .singleElement()
        .asString()
        .contains("`" + failure.text() + "`");
  }

  @Test
  void permissionsAreThoseOfTheStreams() {
    assertThat(Page.named("tokens").found("^\\| `([a-z-]+)` \\|"))
        .containsExactlyElementsOf(
            Streams.ALL.descriptions().keySet().stream().map(StreamName::toString).toList());
  }

  @Test
  void commandLinesAreUnderstood() {
    CommandLineRunner cli = new CommandLineRunner(home);
    cli.variables.put("GHSYNC_TOKEN", "t");
    Cli commands = new Cli(new Application(cli.environment()));
    List<String> lines = pages.stream().flatMap(ReadmeTest::commandLines).toList();

    assertThat(lines).hasSizeGreaterThan(40);
    for (String line : lines) {
      String[] args = line.split("\\s+");
      if (args[0].equals("repo")) {
        assertThat(cli.request(args).repo()).as(line).isNotNull();
      } else {
        assertThat(commands.commands().parseArgs(args)).as(line).isNotNull();
      }
    }
  }

  private static Stream<String> commandLines(Page page) {
    return COMMAND_LINE
        .matcher(page.text())
        .results()
        .map(line -> line.group(1))
        .filter(line -> !line.contains("[") && !line.contains("…")) // a synopsis, a message
        .map(line -> line.replaceAll("%I|\\$GITHUB_REPOSITORY", "octo/tiny"))
        .map(line -> line.replace("$OPTIONS", ""))
        .map(line -> line.replaceAll("[\"']", "").replace("AGE", "90d").strip());
  }

  @Test
  void scriptsAreShell() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no sh");
    Process shell = new ProcessBuilder("/bin/sh", "-n").redirectErrorStream(true).start();
    shell
        .getOutputStream()
        .write(blocks("sh").stream().collect(joining("\n")).getBytes(StandardCharsets.UTF_8));
    shell.getOutputStream().close();

    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
    assertThat(shell.waitFor()).isZero();
  }

  @Test
  void unitsOfSystemdAreThoseOfThePackage() throws Exception {
    List<String> units = new ArrayList<>();
    for (String name :
        List.of("ghsync@.service", "ghsync@.timer", "ghsync-all.service", "ghsync-all.timer")) {
      units.add(withoutManual(Files.readString(Path.of("src/dist/systemd", name))));
    }

    assertThat(Page.named("recipes").blocks("ini")).isEqualTo(units);
  }

  private static String withoutManual(String unit) {
    return unit.replaceAll("Documentation=.*\n", "")
        .replace("/usr/bin/ghsync", "%h/.local/bin/ghsync");
  }
}
