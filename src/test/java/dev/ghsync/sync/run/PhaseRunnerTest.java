package dev.ghsync.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.PhaseReport.State;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.ListThenRest;
import dev.ghsync.sync.stream.CommentsStream;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.LabelsStream;
import dev.ghsync.sync.stream.PullsStream;
import dev.ghsync.sync.stream.RefsStream;
import dev.ghsync.sync.stream.ReleasesStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhaseRunnerTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<StreamName> order = Collections.synchronizedList(new ArrayList<>());
  private final List<PhaseReport> ended = Collections.synchronizedList(new ArrayList<>());
  private final PhaseRunner runner =
      new PhaseRunner(threads, new SyncListener() {}, name -> new RequestCounter(), ended::add);

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  private Step step(StreamName name, Supplier<PhaseOutcome> work, StreamName... after) {
    SyncPhase phase =
        new SyncPhase() {
          @Override
          public StreamName name() {
            return name;
          }

          @Override
          public PhaseOutcome run() {
            order.add(name);
            return work.get();
          }
        };
    return new Step(phase, Set.of(after));
  }

  private static PhaseOutcome done() {
    return PhaseOutcome.done(new Counts(1, 0, 0));
  }

  @Test
  void aPhaseStartsWhenThoseItWaitsForHaveEnded() {
    runner.run(
        List.of(
            step(StreamName.COUNTS, PhaseRunnerTest::done, PullsStream.NAME, IssuesStream.NAME),
            step(PullsStream.NAME, PhaseRunnerTest::done, IssuesStream.NAME),
            step(IssuesStream.NAME, PhaseRunnerTest::done)));

    assertThat(order).containsExactly(IssuesStream.NAME, PullsStream.NAME, StreamName.COUNTS);
  }

  @Test
  void reportsComeInTheOrderOfTheSteps() {
    List<PhaseReport> reports =
        runner.run(
            List.of(
                step(StreamName.COUNTS, PhaseRunnerTest::done),
                step(RefsStream.NAME, PhaseRunnerTest::done)));

    assertThat(reports)
        .extracting(PhaseReport::name)
        .containsExactly(StreamName.COUNTS, RefsStream.NAME);
  }

  @Test
  void phasesThatWaitForNothingRunSideBySide() {
    CountDownLatch both = new CountDownLatch(2);
    Supplier<PhaseOutcome> meet =
        () -> {
          both.countDown();
          try {
            return both.await(10, TimeUnit.SECONDS) ? done() : PhaseOutcome.skipped("alone");
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    List<PhaseReport> reports =
        runner.run(List.of(step(LabelsStream.NAME, meet), step(IssuesStream.NAME, meet)));

    assertThat(reports).extracting(PhaseReport::state).containsOnly(State.UPDATED);
  }

  @Test
  void theFirstPartOfAPhaseWaitsForNothingAndTheSecondForTheOthers() {
    CountDownLatch listed = new CountDownLatch(1);
    ListThenRest comments =
        new ListThenRest(
            CommentsStream.NAME,
            () -> {
              listed.countDown();
              return done();
            },
            outcome -> {
              order.add(CommentsStream.NAME);
              return outcome;
            });
    runner.run(
        List.of(
            new Step(comments, Set.of(IssuesStream.NAME)),
            step(IssuesStream.NAME, () -> after(listed))));

    assertThat(order).containsExactly(IssuesStream.NAME, CommentsStream.NAME);
    assertThat(ended).extracting(PhaseReport::state).containsOnly(State.UPDATED);
  }

  private static PhaseOutcome after(CountDownLatch other) {
    try {
      return other.await(10, TimeUnit.SECONDS) ? done() : PhaseOutcome.skipped("it waited");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPhaseWhoseFirstPartThrowsHasFailedWithoutTheSecond() {
    ListThenRest comments =
        new ListThenRest(CommentsStream.NAME, PhaseRunnerTest::throwSomething, outcome -> done());

    assertThat(runner.run(List.of(new Step(comments, Set.of()))))
        .extracting(PhaseReport::state)
        .containsExactly(State.FAILED);
  }

  @Test
  void aFailingPhaseDoesNotStopTheOthersNorThoseThatWaitForIt() {
    Failure failure = Failure.of(FailureCode.NETWORK, "away");
    List<PhaseReport> reports =
        runner.run(
            List.of(
                step(IssuesStream.NAME, () -> PhaseOutcome.stopped(Counts.NONE, failure)),
                step(CommentsStream.NAME, PhaseRunnerTest::done, IssuesStream.NAME),
                step(ReleasesStream.NAME, PhaseRunnerTest::done)));

    assertThat(reports)
        .extracting(PhaseReport::state)
        .containsExactly(State.FAILED, State.UPDATED, State.UPDATED);
  }

  @Test
  void aPhaseThatThrowsHasFailedForAReasonWithoutATrace() {
    PhaseReport report =
        runner.run(List.of(step(IssuesStream.NAME, PhaseRunnerTest::throwSomething))).get(0);

    assertThat(report.state()).isEqualTo(State.FAILED);
    assertThat(report.failure().orElseThrow().code()).isEqualTo(FailureCode.INTERNAL);
    assertThat(report.failure().orElseThrow().message())
        .contains("issues", "IllegalStateException")
        .doesNotContain("secret", "\n", "at dev.ghsync");
  }

  private static PhaseOutcome throwSomething() {
    throw new IllegalStateException("secret");
  }

  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class, LinkageError.class})
  void anErrorIsThePhasesFailureAndTheOthersGoOn(Class<? extends Error> kind) {
    List<PhaseReport> reports =
        runner.run(
            List.of(
                step(IssuesStream.NAME, () -> throwError(kind)),
                step(CommentsStream.NAME, PhaseRunnerTest::done, IssuesStream.NAME)));

    assertThat(reports).extracting(PhaseReport::state).containsExactly(State.FAILED, State.UPDATED);
    assertThat(reports.get(0).failure().orElseThrow().code()).isEqualTo(FailureCode.INTERNAL);
  }

  private static PhaseOutcome throwError(Class<? extends Error> kind) {
    try {
      throw kind.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no such constructor", e);
    }
  }

  @Test
  void aPhaseThatIsNotPlannedIsNotWaitedFor() {
    List<PhaseReport> reports =
        runner.run(List.of(step(CommentsStream.NAME, PhaseRunnerTest::done, IssuesStream.NAME)));

    assertThat(reports).hasSize(1);
  }

  @Test
  void phasesThatWaitForEachOtherAreAFault() {
    List<Step> circle =
        List.of(
            step(IssuesStream.NAME, PhaseRunnerTest::done, CommentsStream.NAME),
            step(CommentsStream.NAME, PhaseRunnerTest::done, IssuesStream.NAME));

    assertThatThrownBy(() -> runner.run(circle)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void eachReportIsHeardOnce() {
    List<PhaseReport> reports =
        runner.run(
            List.of(
                step(RefsStream.NAME, PhaseRunnerTest::done),
                step(LabelsStream.NAME, PhaseRunnerTest::throwSomething)));

    assertThat(ended).containsExactlyInAnyOrderElementsOf(reports);
  }
}
