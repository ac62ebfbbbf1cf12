package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.store.Store;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.stream.ReviewsStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One sync of a repository at a time, and what a look from outside tells of it. */
class LockTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
    bench.world.issue();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aSecondRunWhileTheFirstIsInsideIsLockedAndNamesTheProcess() {
    List<SyncReport> second = new ArrayList<>();
    bench.hub.before(
        4,
        ".*",
        () -> {
          try (Bench other = bench.with(bench.db)) {
            second.add(other.sync());
          }
        });
    SyncReport first = bench.sync();

    SyncReport locked = second.get(0);
    assertThat(locked.outcome()).isEqualTo(Outcome.BLOCKED);
    Failure failure = locked.failure().orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.LOCKED);
    assertThat(failure.message())
        .contains("octo/world")
        .contains("process " + ProcessHandle.current().pid())
        .contains(bench.world.now().toString());
    assertThat(locked.requests().total()).isZero();
    assertThat(first.failure()).isEmpty();
    assertThat(bench.sql("SELECT count(*) FROM sync_runs")).isEqualTo("1");
    bench.assertEqual();
  }

  @Test
  void theLockIsGivenBackWhateverTheRunCameTo() {
    bench.hub.refuse(".*", 401, "Bad credentials");
    bench.sync();
    bench.hub.calmDown();

    assertThat(bench.sync().failure()).isEmpty();
  }

  // ------------------------------------------------------------------ status

  private Optional<RepoStatus> status() {
    try (Store store = Store.open(bench.db)) {
      return new StatusReader(Options.CORE_STREAMS, store)
          .read(Bench.REPO, Optional.empty(), bench.world.now()).stream().findFirst();
    }
  }

  @Test
  void aRepositoryThatNobodyAskedForHasNoStatus() {
    assertThat(status()).isEmpty();
  }

  @Test
  void aRepositoryThatWasNeverSyncedSaysSo() {
    bench.store.write(s -> s.repos().insert(Host.GITHUB, new RepoName("octo", "world")));

    RepoStatus status = status().orElseThrow();
    assertThat(status.state()).isEqualTo(RepoStatus.State.NEVER);
    assertThat(status.repoStatus()).isEqualTo(RepoStatus.Freshness.OUTDATED);
    assertThat(status.canSyncNow()).isTrue();
    assertThat(status.counts()).isEmpty();
  }

  @Test
  void aSyncedRepositoryTellsHowFreshEachStreamIs() {
    bench.sync();

    RepoStatus status = status().orElseThrow();
    assertThat(status.state()).isEqualTo(RepoStatus.State.IDLE);
    assertThat(status.repoStatus()).isEqualTo(RepoStatus.Freshness.SYNCED);
    assertThat(status.lastSyncedAt()).contains(bench.world.now());
    assertThat(status.lastSyncError()).isEmpty();
    assertThat(status.counts().orElseThrow().openIssues()).isEqualTo(1);
    assertThat(status.streams())
        .contains(
            new RepoStatus.Stream(
                "issues",
                Optional.of(bench.world.now()),
                Optional.of(bench.world.now()),
                Optional.of(bench.world.now()),
                1,
                0));
  }

  @Test
  void reviewsAreFreshWhenThePullRequestsAreKnownToBe() {
    bench.sync(options -> options.only(ReviewsStream.NAME));
    assertThat(reviewsCompletedAt()).isEmpty();

    bench.sync();
    assertThat(reviewsCompletedAt()).contains(bench.world.now());
  }

  private Optional<Instant> reviewsCompletedAt() {
    return status().orElseThrow().streams().stream()
        .filter(stream -> stream.name().equals("reviews"))
        .findFirst()
        .flatMap(RepoStatus.Stream::completedAt);
  }

  @Test
  void aFailureIsToldWithItsReason() {
    bench.sync();
    bench.world.pass(60);
    bench.hub.refuse("/labels.*", 500, "Server Error");
    bench.sync();

    RepoStatus status = status().orElseThrow();
    assertThat(status.state()).isEqualTo(RepoStatus.State.ERROR);
    assertThat(status.repoStatus()).isEqualTo(RepoStatus.Freshness.OUTDATED);
    assertThat(status.lastSyncError().orElseThrow().code()).isEqualTo("server-error");
    assertThat(status.lastSyncError().orElseThrow().message()).contains("/labels");
    assertThat(status.lastSyncedAt()).contains(bench.world.now().minusSeconds(60));
  }

  @Test
  void aSpentLimitIsToldWithItsEnd() {
    bench.hub.leave(4);
    SyncReport report = bench.sync();

    RepoStatus status = status().orElseThrow();
    assertThat(status.state()).isEqualTo(RepoStatus.State.BLOCKED);
    assertThat(status.canSyncNow()).isFalse();
    assertThat(status.blockedUntil()).isEqualTo(report.failure().orElseThrow().retryAt());
    assertThat(status.cooldown()).isPositive();
  }

  @Test
  void aRunThatMayWaitStartsInSpiteOfARememberedBlock() {
    bench.hub.leave(4);
    bench.sync();
    bench.hub.leave(5_000);

    SyncReport rejectedByPolicy = bench.sync();
    assertThat(rejectedByPolicy.failure().orElseThrow().code()).isEqualTo(FailureCode.RATE_LIMITED);
    assertThat(rejectedByPolicy.requests().total()).isZero();

    SyncReport patient = bench.sync(o -> o.maxWait = Optional.of(Duration.ofDays(1)));
    assertThat(patient.decision().blockedUntil()).isPresent();
    assertThat(patient.failure()).isEmpty();
    bench.assertEqual();
  }

  @Test
  void aLimitIsOfTheTokenThatMetItAndNotOfTheRepository() {
    bench.hub.leave(4);
    bench.sync();
    bench.hub.leave(5_000);

    assertThat(bench.sync().requests().total()).isZero();
    SyncReport other = bench.sync(o -> o.token = "another-token");
    assertThat(other.failure()).isEmpty();
    bench.assertEqual();
    assertThat(bench.sync().requests().total()).as("the first token is blocked still").isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600})
  void aBlockLastsAsLongAsGitHubSaysWhateverTheClockOfThisMachine(long ahead) {
    bench.clockAhead = Duration.ofSeconds(ahead);
    bench.hub.leave(4);
    bench.sync();
    bench.hub.leave(5_000);

    bench.world.pass(3_590);
    SyncReport rejectedByPolicy = bench.sync();
    assertThat(rejectedByPolicy.failure().orElseThrow().code()).isEqualTo(FailureCode.RATE_LIMITED);
    assertThat(rejectedByPolicy.requests().total()).isZero();

    SyncReport patient = bench.sync(o -> o.maxWait = Optional.of(Duration.ofMinutes(1)));
    assertThat(patient.failure()).isEmpty();
    bench.assertEqual();
  }

  @Test
  void whatOneRunKeepsInReserveAnotherMayUse() {
    bench.hub.leave(400);
    SyncReport careful = bench.sync(o -> o.reserve = 395);
    assertThat(careful.failure().orElseThrow().code()).isEqualTo(FailureCode.BUDGET);
    assertThat(careful.failure().orElseThrow().retryAt()).isPresent();

    SyncReport again = bench.sync(o -> o.reserve = 395);
    assertThat(again.failure().orElseThrow().code()).isEqualTo(FailureCode.BUDGET);
    assertThat(again.requests().total()).isZero();

    assertThat(bench.sync(o -> o.reserve = 0).failure()).isEmpty();
    bench.assertEqual();
  }

  @Test
  void aSyncThatRunsNowIsSeenFromOutsideWithHowFarItIs() {
    List<RepoStatus> seen = new ArrayList<>();
    bench.hub.before(8, ".*", () -> seen.add(status().orElseThrow()));
    bench.sync();

    RepoStatus status = seen.get(0);
    assertThat(status.state()).isEqualTo(RepoStatus.State.SYNCING);
    assertThat(status.repoStatus()).isEqualTo(RepoStatus.Freshness.SYNCING);
    assertThat(status.canSyncNow()).isFalse();
    RepoStatus.Progress progress = status.activeJobProgress().orElseThrow();
    assertThat(progress.current()).isBetween(1L, progress.total() - 1);
    assertThat(progress.total()).isEqualTo(Options.CORE_STREAMS.names().size());
  }

  @Test
  void aRunThatWasKilledIsNotTakenForOneThatRuns() {
    Path copy = folder.resolve("killed.db");
    bench.hub.before(8, ".*", () -> bench.killedCopy(copy));
    bench.sync();

    try (Store store = Store.open(copy)) {
      RepoStatus status =
          new StatusReader(Options.CORE_STREAMS, store).read(bench.world.now()).get(0);
      assertThat(status.state()).isNotEqualTo(RepoStatus.State.SYNCING);
      assertThat(status.repoStatus()).isEqualTo(RepoStatus.Freshness.OUTDATED);
      assertThat(status.canSyncNow()).isTrue();
    }
  }
}
