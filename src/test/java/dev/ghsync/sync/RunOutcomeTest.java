package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.object.ObjectsPhase;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.LabelsStream;
import dev.ghsync.sync.stream.MilestonesStream;
import dev.ghsync.sync.stream.RefsStream;
import dev.ghsync.sync.stream.ReleasesStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunOutcomeTest {
  private static final Counts SOME = new Counts(1, 2, 3);
  private static final List<StreamName> ASKING =
      List.of(LabelsStream.NAME, MilestonesStream.NAME, IssuesStream.NAME, ReleasesStream.NAME);

  @Test
  void nothingThatChangedIsUnchanged() {
    assertThat(outcome(done(Counts.NONE), done(Counts.NONE))).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void onePhaseThatChangedSomethingIsEnough() {
    assertThat(outcome(done(Counts.NONE), done(SOME))).isEqualTo(Outcome.UPDATED);
  }

  @Test
  void whatIsSkippedIsNoFailure() {
    assertThat(outcome(done(Counts.NONE), PhaseOutcome.skipped("the token lacks issues=read")))
        .isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void aBoundOnContentIsNoFailure() {
    assertThat(outcome(PhaseOutcome.bounded(SOME, "--max-commits"), done(Counts.NONE)))
        .isEqualTo(Outcome.UPDATED);
    assertThat(outcome(PhaseOutcome.bounded(Counts.NONE, "--max-commits"), done(Counts.NONE)))
        .isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void someFailedAndOthersStoredIsPartial() {
    assertThat(outcome(done(Counts.NONE), stopped(FailureCode.SERVER_ERROR)))
        .isEqualTo(Outcome.PARTIAL);
  }

  @Test
  void itemsThatWerePassedOverMakeTheRunPartialAlsoWhereNoOtherPhaseWorked() {
    PhaseOutcome most =
        PhaseOutcome.passedOver(Counts.NONE, Failure.of(FailureCode.BAD_RESPONSE, "issue 3"));

    assertThat(outcome(done(SOME), most)).isEqualTo(Outcome.PARTIAL);
    assertThat(outcome(most)).isEqualTo(Outcome.PARTIAL);
  }

  @Test
  void allThatAskedFailedIsFailed() {
    assertThat(outcome(stopped(FailureCode.NETWORK), stopped(FailureCode.SERVER_ERROR)))
        .isEqualTo(Outcome.FAILED);
    assertThat(outcome(PhaseOutcome.skipped("off"), stopped(FailureCode.NETWORK)))
        .isEqualTo(Outcome.FAILED);
  }

  @Test
  void phasesThatOnlyLookAtTheDatabaseDoNotMakeItPartial() {
    List<PhaseReport> phases =
        List.of(
            report(StreamName.METADATA, done(SOME)),
            report(LabelsStream.NAME, stopped(FailureCode.NETWORK)),
            report(StreamName.COUNTS, done(SOME)));
    assertThat(RunOutcome.of(phases)).isEqualTo(Outcome.FAILED);
  }

  @Test
  void aPhaseThatAskedNothingDoesNotMakeAFailureOfTheOthersPartial() {
    List<PhaseReport> phases =
        List.of(
            report(StreamName.METADATA, done(SOME)),
            report(RefsStream.NAME, stopped(FailureCode.SERVER_ERROR)),
            report(ObjectsPhase.NAME, done(Counts.NONE), 0));
    assertThat(RunOutcome.of(phases)).isEqualTo(Outcome.FAILED);
  }

  @Test
  void aPhaseThatPassedOverAnItemIsPartial() {
    PhaseOutcome around =
        new PhaseOutcome(
            PhaseReport.State.INCOMPLETE,
            java.util.Optional.of("pull 3 could not be read"),
            java.util.Optional.of(Failure.of(FailureCode.SERVER_ERROR, "pull 3")),
            Counts.NONE);

    assertThat(outcome(around)).isEqualTo(Outcome.PARTIAL);
  }

  @ParameterizedTest
  @EnumSource(names = {"RATE_LIMITED", "SECONDARY_RATE_LIMITED", "BUDGET"})
  void aLimitBlocksWhateverElseFailed(FailureCode limit) {
    PhaseOutcome[] phases = {stopped(FailureCode.NETWORK), stopped(limit), done(SOME)};

    assertThat(outcome(phases)).isEqualTo(Outcome.BLOCKED);
    assertThat(failure(phases)).isEqualTo(limit);
  }

  @ParameterizedTest
  @EnumSource(names = {"INTERRUPTED", "BAD_CREDENTIALS", "SSO_REQUIRED", "REPO_BLOCKED", "STORAGE"})
  void whatEndsARunIsTheRunsFailureWhateverElseWorked(FailureCode fatal) {
    PhaseOutcome[] phases = {
      done(SOME), stopped(FailureCode.NETWORK), stopped(FailureCode.BUDGET), stopped(fatal)
    };

    assertThat(outcome(phases)).isEqualTo(Outcome.FAILED);
    assertThat(failure(phases)).isEqualTo(fatal);
  }

  private static PhaseOutcome done(Counts counts) {
    return PhaseOutcome.done(counts);
  }

  private static PhaseOutcome stopped(FailureCode code) {
    return PhaseOutcome.stopped(Counts.NONE, Failure.of(code, "why"));
  }

  private static Outcome outcome(PhaseOutcome... ends) {
    return RunOutcome.of(reports(ends));
  }

  private static FailureCode failure(PhaseOutcome... ends) {
    return RunOutcome.failure(reports(ends)).orElseThrow().code();
  }

  /** Of phases that ask, one after the other. */
  private static List<PhaseReport> reports(PhaseOutcome... ends) {
    List<PhaseReport> reports = new ArrayList<>();
    for (int i = 0; i < ends.length; i++) {
      reports.add(report(ASKING.get(i), ends[i]));
    }
    return reports;
  }

  private static PhaseReport report(StreamName name, PhaseOutcome end) {
    return report(name, end, 1);
  }

  private static PhaseReport report(StreamName name, PhaseOutcome end, long requests) {
    return new PhaseReport(
        name, end.state(), end.reason(), end.failure(), 1, requests, 0, end.counts());
  }
}
