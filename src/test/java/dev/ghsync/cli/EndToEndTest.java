package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.fake.FakeGitHub;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.fake.World;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands one after the other, with the database that each leaves for the next. */
class EndToEndTest {
  @TempDir Path home;
  private final World world = new World();
  private final FakeGitHub hub = new FakeGitHub(world);
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));
  private Path db = Path.of("");

  @BeforeEach
  void setUp() {
    GitRepo git = GitRepo.create(home.resolve("world.git"));
    git.commit("main", GitRepo.file("a.txt", "a"));
    hub.serve(new GitAnswers(git));
    world.comment(world.issue());
    world.review(world.pull(), "APPROVED");
    cli = new CommandLineRunner(home, hub.api());
    db = home.resolve("m.db");
    cli.variables.put("GHSYNC_DB", db.toString());
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Run run(String... args) {
    hub.forget();
    return cli.run(args);
  }

  @Test
  void loginSyncStatusAndVerify() {
    cli.input("ghp_one\n");
    assertThat(run("auth", "login").code()).isZero();

    Run first = run("repo", "octo/world");
    assertThat(first.out()).startsWith("octo/world: updated\n").contains("1 issue, 1 pull, ");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(Rows.one(db, "SELECT count(*) FROM commits")).isEqualTo("1");

    Run second = run("repo", "octo/world");
    assertThat(second.out()).startsWith("octo/world: unchanged\n");
    assertThat(second.code()).isZero();
    assertThat(hub.charged()).isZero();

    assertThat(run("status", "octo/world").out()).startsWith("octo/world: idle, synced\n");
    assertThat(run("verify", "octo/world").out()).startsWith("octo/world: equal\n");
    assertThat(hub.lastToken()).isEqualTo("ghp_one");
  }

  @Test
  void verifyTellsADifferenceFromAFailure() {
    cli.variables.put("GHSYNC_TOKEN", "ghp_one");
    run("repo", "octo/world", "-q");

    hub.refuse("/labels.*", 502, "Server Error");
    assertThat(run("verify", "octo/world", "-q").code()).isEqualTo(1);
    hub.calmDown();
    Rows.execute(db, "UPDATE issue_comments SET body = 'other'");
    assertThat(run("verify", "octo/world", "-q").code()).isEqualTo(3);
    run("repo", "octo/world", "-q", "--full");
    assertThat(run("verify", "octo/world", "-q").code()).isZero();
  }

  @Test
  void aDryRunAfterASyncChangesNothing() {
    cli.variables.put("GHSYNC_TOKEN", "ghp_one");
    run("repo", "octo/world", "-q");
    world.issue();

    assertThat(run("repo", "octo/world", "--dry-run").out())
        .startsWith("octo/world: skipped, dry run: a sync would send about ");

    assertThat(Rows.one(db, "SELECT count(*) FROM issues WHERE is_pull = 0")).isEqualTo("1");
    assertThat(Rows.one(db, "SELECT count(*) FROM sync_runs")).isEqualTo("1");
  }

  @Test
  void aRepositoryThatWasNeverSyncedCannotBeVerified() {
    Run run = run("verify", "octo/world");

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.err()).contains("sync it first with 'ghsync repo octo/world'");
    assertThat(hub.asked()).isEmpty();
  }
}
