package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.run.SyncRun;
import dev.ghsync.sync.stream.EventsStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was cut, wherever and by whatever, is gone on with. */
class ResumeTest {
  /** Requests that a cut may cost: those under way, and the ends of three walks read again. */
  private static final int CUT = 8;

  @TempDir static Path origin;
  private static GitRepo repo;

  @TempDir Path folder;
  private Bench bench;

  @BeforeAll
  static void aRepository() {
    repo = GitRepo.create(origin.resolve("repo.git"));
    repo.commit("main", GitRepo.file("a.txt", "a"), GitRepo.file("b/c.txt", "c"));
    repo.tag("v1", "main");
  }

  @BeforeEach
  void aWorldOfSeveralPagesEach() {
    bench = Bench.in(folder);
    bench.hub.serve(new GitAnswers(repo));
    for (int i = 0; i < 330; i++) {
      long issue = i % 3 == 0 ? bench.world.pull() : bench.world.issue();
      bench.world.comment(issue);
      bench.world.event(issue, "renamed");
      if (i % 3 == 0) {
        bench.world.reviewComment(issue);
      } else {
        bench.world.label("l" + i);
      }
      bench.world.pass(60);
    }
    bench.world.release();
    bench.world.pass(3_600);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private record Killed(Path db, long charged) {}

  @Test
  void aRunKilledBeforeAnyAnswerIsGoneOnWithAndReadsNothingTwice() {
    List<Killed> killed = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger answers = new AtomicInteger();
    bench.hub.beforeEach(
        () -> {
          if (answers.getAndIncrement() % 3 == 1) {
            return; // two of three will do
          }
          synchronized (killed) {
            Path copy = folder.resolve("killed" + killed.size() + ".db");
            killed.add(new Killed(bench.killedCopy(copy), bench.hub.charged()));
          }
        });
    bench.sync();
    bench.hub.calmDown();
    long undisturbed = bench.hub.charged();

    assertThat(killed).hasSizeGreaterThan(20);
    for (Killed k : killed) {
      try (Bench next = bench.with(k.db())) {
        next.assertNoCursorIsAhead();
        next.sync();
        next.assertEqual();
        assertThat(k.charged() + bench.hub.charged()).isLessThanOrEqualTo(undisturbed + CUT);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 11, 18, 25, 32})
  void aRunWhoseConnectionBreaksStoresWhatItHadAndTheNextGoesOn(int answers) {
    bench.hub.breakAfter(answers);
    SyncReport broken = bench.sync();
    bench.hub.calmDown();

    assertThat(broken.failure().map(Failure::code)).contains(FailureCode.NETWORK);
    assertThat(bench.sql("SELECT status, error_code FROM sync_states"))
        .isEqualTo("OUTDATED|network");
    bench.assertNoCursorIsAhead();
    assertThat(bench.sync().failure()).isEmpty();
    bench.assertEqual();
  }

  @Test
  void anInterruptedRunSaysSoAndAsksNothingMore() {
    Options options = new Options();
    SyncRun run = bench.run(options);
    bench.hub.before(12, ".*", run::interrupt);
    SyncReport report = run.run(Result.ok(bench.connector(options)));

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.failure().map(Failure::code)).contains(FailureCode.INTERRUPTED);
    assertThat(bench.hub.asked()).hasSizeLessThan(12 + 4);
    assertThat(bench.sql("SELECT failure_code FROM sync_runs")).isEqualTo("interrupted");
    bench.assertNoCursorIsAhead();
    bench.sync();
    bench.assertEqual();
  }

  @Test
  void aRunInterruptedBeforeItBeganAsksNothing() {
    Options options = new Options();
    SyncRun run = bench.run(options);
    run.interrupt();
    SyncReport report = run.run(Result.ok(bench.connector(options)));

    assertThat(report.failure().map(Failure::code)).contains(FailureCode.INTERRUPTED);
    assertThat(bench.hub.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsReadFromItsNewestOnIsBegunAgainOnlyWhereThereIsSomethingNew(boolean something) {
    try (Bench other = bench.with(folder.resolve("other.db"))) {
      other.sync(options -> options.only(EventsStream.NAME));
    }
    long undisturbed = bench.hub.charged();

    bench.sync(options -> fourRequestsForEvents(options));
    long charged = bench.hub.charged();
    if (something) {
      bench.world.event(1, "closed");
    }
    bench.sync(options -> fourRequestsForEvents(options));
    charged += bench.hub.charged();

    assertThat(bench.sql("SELECT count(*) FROM issue_events"))
        .isEqualTo(String.valueOf(bench.world.events()));
    assertThat(charged).isEqualTo(undisturbed + (something ? 2 : 0)); // a look, and a page
  }

  private static void fourRequestsForEvents(Options options) {
    options.only(EventsStream.NAME);
    options.maxRequests = OptionalLong.of(4);
  }

  @Test
  void runAfterRunWithASmallBudgetCostsHardlyMoreThanOne() {
    try (Bench other = bench.with(folder.resolve("other.db"))) {
      other.sync();
    }
    long undisturbed = bench.hub.charged();
    long charged = 0;
    SyncReport report;
    do {
      report = bench.sync(options -> options.maxRequests = OptionalLong.of(7));
      charged += bench.hub.charged();
      assertThat(bench.hub.charged()).isLessThanOrEqualTo(7);
      bench.assertNoCursorIsAhead();
    } while (report.outcome() == Outcome.BLOCKED);

    assertThat(report.failure()).isEmpty();
    bench.assertEqual();
    assertThat(charged).isLessThanOrEqualTo(undisturbed + CUT);
  }
}
