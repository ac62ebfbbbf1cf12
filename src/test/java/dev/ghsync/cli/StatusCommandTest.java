package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.fake.FakeGitHub;
import dev.ghsync.sync.fake.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ghsync status} of a database that was synced at noon. */
class StatusCommandTest {
  @TempDir Path home;
  private final World world = new World();
  private final FakeGitHub hub = new FakeGitHub(world);
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));
  private Path db = Path.of("");
  private String repo = "";

  @BeforeEach
  void setUp() {
    cli = new CommandLineRunner(home, hub.api());
    cli.variables.put("GHSYNC_TOKEN", "ghp_one");
    db = home.resolve("m.db");
    cli.variables.put("GHSYNC_DB", db.toString());
    repo = hub.api().getAuthority() + "/octo/world";
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private void sync() {
    world.issue();
    assertThat(cli.run("repo", "octo/world", "-q")).isEqualTo(new Run(0, "", ""));
  }

  private void laterBy(long seconds) {
    cli.clock = Clock.fixed(CommandLineRunner.NOON.plusSeconds(seconds), ZoneOffset.UTC);
  }

  @Test
  void allRepositoriesAreATableAndAnArray() {
    sync();

    assertThat(cli.run("status").out()).startsWith("REPOSITORY").contains(repo);
    assertThat(cli.run("status", "--json").out()).startsWith("[{").endsWith("}]\n");
  }

  @Test
  void oneRepositoryIsADetailAndAnObject() {
    sync();

    assertThat(cli.run("status", "octo/world").out()).startsWith("octo/world: idle, synced\n");
    assertThat(cli.run("status", "octo/world", "--json").out()).startsWith("{").endsWith("}\n");
  }

  @Test
  void aNameThatSeveralHostsHaveIsAmbiguous() {
    sync();
    try (FakeGitHub other = new FakeGitHub(new World())) {
      cli.run("repo", "octo/world", "-q", "--api-url", other.api().toString());

      Run run = cli.run("status", "octo/world");

      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("https://" + repo);
      assertThat(cli.run("status", "octo/world", "--api-url", other.api().toString()).code())
          .isZero();
    }
  }

  @Test
  void aRepositoryThatIsNotHereWasNeverSynced() {
    Run run = cli.run("status", "octo/other", "--json");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("\"repo\":\"octo/other\",\"state\":\"never\"");
    assertThat(cli.run("status", "octo/other", "--check", "1h").code()).isEqualTo(1);
    assertThat(db).doesNotExist();
  }

  @Test
  void anEmptyDatabaseSaysHowToFillIt() {
    assertThat(cli.run("status").out())
        .isEqualTo(db + " has no repository yet; run ghsync repo OWNER/NAME\n");
    assertThat(cli.run("status", "--json").out()).isEqualTo("[]\n");
    assertThat(cli.run("status", "--check", "1h").code()).isEqualTo(1);
  }

  @Test
  void aCheckIsAboutAgeAndErrors() {
    sync();

    laterBy(3600);
    assertThat(cli.run("status", "--check", "1h", "-q")).isEqualTo(new Run(0, "", ""));
    assertThat(cli.run("status", "--check", "59m", "-q"))
        .isEqualTo(new Run(1, "", "ghsync: " + repo + ": last synced 60 min ago\n"));

    hub.refuse("/labels.*", 502, "Server Error");
    cli.run("repo", "octo/world", "-q");
    Run failed = cli.run("status", "--check", "2h", "-q");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).startsWith("ghsync: " + repo + ": server-error: ").hasLineCount(1);
  }

  @Test
  void aSuccessInTheFutureIsAWrongClock() {
    sync();

    laterBy(-1);
    assertThat(cli.run("status", "--check", "1h", "-q"))
        .isEqualTo(
            new Run(
                1,
                "",
                "ghsync: "
                    + repo
                    + ": the last success is dated 2026-01-05T12:00:00Z, which is in the future: a"
                    + " clock was wrong; sync it again\n"));
    assertThat(cli.run("status").out()).contains("in the future");
  }

  @Test
  void aFileThatIsNoDatabaseIsOneLine() throws IOException {
    Files.writeString(db, "no database, but long enough to look for one: " + "x".repeat(200));

    Run run = cli.run("status");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("ghsync: storage: ").contains("m.db").hasLineCount(1);
  }
}
