package dev.ghsync.report;

import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Trigger;
import dev.ghsync.model.item.RepoCounts;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.stream.IssuesStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs to report on. */
final class Sample {
  static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
  static final RepoName REPO = new RepoName("owner", "name");
  static final RepoCounts COUNTS = new RepoCounts(10, 20, 1, 2, 5, 3, 2, 40, 60, 7);
  static final PhaseReport ISSUES = updated(IssuesStream.NAME, new Counts(1, 4, 0));

  private Sample() {}

  static PhaseReport updated(StreamName name, Counts counts) {
    return new PhaseReport(
        name, PhaseReport.State.UPDATED, Optional.empty(), Optional.empty(), 210, 3, 1, counts);
  }

  static PhaseReport unchanged(StreamName name) {
    return quiet(name, PhaseReport.State.UNCHANGED, Optional.empty());
  }

  static PhaseReport skipped(StreamName name, String reason) {
    return quiet(name, PhaseReport.State.SKIPPED, Optional.of(reason));
  }

  static PhaseReport notSelected(StreamName name) {
    return quiet(name, PhaseReport.State.NOT_SELECTED, Optional.of("not asked for"));
  }

  static PhaseReport incomplete(StreamName name, String reason) {
    return quiet(name, PhaseReport.State.INCOMPLETE, Optional.of(reason));
  }

  static PhaseReport failed(StreamName name, Failure failure) {
    return new PhaseReport(
        name,
        PhaseReport.State.FAILED,
        Optional.empty(),
        Optional.of(failure),
        90,
        4,
        0,
        Counts.NONE);
  }

  private static PhaseReport quiet(
      StreamName name, PhaseReport.State state, Optional<String> reason) {
    return new PhaseReport(name, state, reason, Optional.empty(), 5, 1, 1, Counts.NONE);
  }

  /** The example of the documentation. */
  static SyncReport updated() {
    return report(Outcome.UPDATED, List.of(ISSUES));
  }

  static SyncReport report(Outcome outcome, List<PhaseReport> phases) {
    return report(outcome, Optional.empty(), phases);
  }

  static SyncReport failedBy(Failure failure, List<PhaseReport> phases) {
    return report(Outcome.FAILED, Optional.of(failure), phases);
  }

  private static SyncReport report(
      Outcome outcome, Optional<Failure> failure, List<PhaseReport> phases) {
    return new SyncReport(
        REPO,
        OptionalLong.of(1),
        OptionalLong.of(17),
        Trigger.MANUAL,
        Decision.start("nothing stands against it"),
        outcome,
        failure,
        NOON,
        NOON.plusMillis(1234),
        phases,
        Map.of(),
        new SyncReport.Requests(14, 12, 2, 0, 18_234),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new RateLimit(5000, 4871, NOON.plusSeconds(3600))),
        Optional.of(COUNTS));
  }

  static SyncReport withChanges(Map<String, Map<String, List<Object>>> changes) {
    SyncReport r = updated();
    return new SyncReport(
        r.repo(),
        r.repoId(),
        r.runId(),
        r.trigger(),
        r.decision(),
        r.outcome(),
        r.failure(),
        r.startedAt(),
        r.finishedAt(),
        r.phases(),
        changes,
        r.requests(),
        Optional.of(new SyncReport.GraphQl(2, 3)),
        Optional.of(new SyncReport.Git(2, 17_000_000)),
        r.rateLimit(),
        r.counts());
  }

  /** Ended before the first request. */
  static SyncReport refused(Outcome outcome, Decision decision, Optional<Failure> failure) {
    return new SyncReport(
        REPO,
        OptionalLong.empty(),
        OptionalLong.empty(),
        Trigger.CRON,
        decision,
        outcome,
        failure,
        NOON,
        NOON,
        List.of(),
        Map.of(),
        new SyncReport.Requests(0, 0, 0, 0, 0),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static SyncReport noToken() {
    return refused(
        Outcome.FAILED,
        Decision.start("nothing stands against it"),
        Optional.of(Failure.of(FailureCode.NO_PAT, "There is no token.\nSet $GHSYNC_TOKEN.")));
  }

  static SyncReport rateLimited() {
    Failure failure =
        Failure.of(FailureCode.RATE_LIMITED, "The hourly limit is spent.")
            .retryAt(NOON.plusSeconds(1800).plusMillis(1));
    return refused(
        Outcome.BLOCKED,
        new Decision(
            Decision.Action.BLOCK,
            "the limit is spent",
            Duration.ofMinutes(30),
            Optional.of(NOON.plusSeconds(1800))),
        Optional.of(failure));
  }
}
