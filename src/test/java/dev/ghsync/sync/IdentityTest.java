package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Options;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository is its GitHub id, whatever it is called. */
class IdentityTest {
  private static final RepoName NEW_NAME = new RepoName("octo", "renamed");

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void aSyncedRepository() {
    bench = Bench.in(folder);
    bench.world.comment(bench.world.issue());
    bench.sync();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void assertOneRepositoryNamed(RepoName name) {
    assertThat(bench.sql("SELECT full_name, github_id FROM repos")).isEqualTo(name + "|1000");
  }

  @Test
  void aRenameIsFollowedFromTheOldName() {
    bench.world.rename("octo/renamed");
    bench.world.issue();
    SyncReport report = bench.sync();

    assertThat(report.failure()).isEmpty();
    assertThat(report.repo()).isEqualTo(NEW_NAME);
    assertOneRepositoryNamed(NEW_NAME);
    bench.assertEqual();
  }

  @Test
  void theOldNameGoesOnToMeanTheSameRow() {
    bench.world.rename("octo/renamed");
    bench.sync();
    bench.world.issue();
    bench.sync();

    assertOneRepositoryNamed(NEW_NAME);
    assertThat(bench.sql("SELECT count(*), count(DISTINCT repo_id) FROM sync_runs"))
        .isEqualTo("3|1");
    bench.assertEqual();
  }

  @Test
  void theNewNameFindsTheRowOfTheOld() {
    bench.world.rename("octo/renamed");
    bench.name = NEW_NAME;
    bench.world.issue();
    SyncReport report = bench.sync();

    assertThat(report.failure()).isEmpty();
    assertOneRepositoryNamed(NEW_NAME);
    bench.assertEqual();
  }

  @Test
  void theNameIsTheSameInAnyCase() {
    bench.name = new RepoName("OCTO", "World");
    bench.sync();

    assertOneRepositoryNamed(Bench.REPO);
  }

  @Test
  void anotherRepositoryUnderTheNameOverwritesNothing() {
    bench.world.replace();
    bench.world.editIssue(1);
    SyncReport report = bench.sync();

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.failure().map(Failure::code)).contains(FailureCode.REPO_REPLACED);
    assertThat(bench.hub.asked()).hasSize(1);
    assertOneRepositoryNamed(Bench.REPO);
    assertThat(bench.sql("SELECT title FROM issues")).isEqualTo("t1");
    assertThat(bench.sql("SELECT error_code FROM sync_states")).isEqualTo("repo-replaced");
  }

  @Test
  void theSameIdOnAnotherHostIsAnotherRepository() {
    bench.host = new Host("git.example.com");
    SyncReport report = bench.sync();

    assertThat(report.failure()).isEmpty();
    assertThat(
            bench.sql(
                "SELECT count(*), count(DISTINCT host), count(DISTINCT github_id) FROM repos"))
        .isEqualTo("2|2|1");
    assertThat(bench.sql("SELECT count(*), count(DISTINCT repo_id) FROM issues")).isEqualTo("2|2");
    assertThat(bench.sql("SELECT count(*) - 2 * count(DISTINCT id) FROM users")).isEqualTo("0");
  }

  @Test
  void aRepositoryThatIsNotThereIsRecordedWithItsError() {
    bench.name = new RepoName("octo", "nowhere");
    SyncReport report = bench.sync();

    assertThat(report.failure().map(Failure::code)).contains(FailureCode.REPO_NOT_FOUND);
    assertThat(
            bench.sql(
                """
                SELECT r.github_id, s.error_code, s.status FROM repos r
                JOIN sync_states s ON s.repo_id = r.id WHERE r.name = 'nowhere'
                """))
        .isEqualTo("null|repo-not-found|OUTDATED");
  }

  @Test
  void withoutATokenNothingIsAskedAndTheReasonIsRecorded() {
    bench.hub.forget();
    Options options = new Options();
    SyncReport report =
        bench.run(options).run(Result.failed(FailureCode.NO_PAT, "no token: set GHSYNC_TOKEN"));

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.failure().map(Failure::code)).contains(FailureCode.NO_PAT);
    assertThat(bench.hub.asked()).isEmpty();
    assertThat(bench.sql("SELECT error_code, error_message FROM sync_states"))
        .isEqualTo("no-pat|no token: set GHSYNC_TOKEN");
    assertThat(bench.sql("SELECT failure_code FROM sync_runs ORDER BY id DESC LIMIT 1"))
        .isEqualTo("no-pat");
  }

  @Test
  void theCooldownIsKeptAndAsksNothing() {
    bench.world.pass(30);
    SyncReport report = bench.sync(options -> options.minInterval = Duration.ofMinutes(1));

    assertThat(report.outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(bench.hub.asked()).isEmpty();
    assertThat(bench.sql("SELECT count(*) FROM sync_runs")).isEqualTo("1");
  }
}
