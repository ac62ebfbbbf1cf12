package dev.ghsync.sync.plan;

import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.store.Session;
import dev.ghsync.store.state.Checks;
import dev.ghsync.store.state.StreamStates;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.stream.CommentsPhase;
import dev.ghsync.sync.stream.PullDetails;
import dev.ghsync.sync.stream.PullsPhase;
import dev.ghsync.sync.stream.ReviewCommentsPhase;
import dev.ghsync.sync.verify.FullCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What a run does after all streams were read, where a full check for deletions is due: the check,
 * and then the reading of what it has found. It comes last, so that it takes no requests from other
 * work. A check that has not come to its end is due in each run.
 */
public final class Reconciliation {
  private static final Set<FailureCode> STOPS =
      EnumSet.of(
          FailureCode.INTERRUPTED,
          FailureCode.RATE_LIMITED,
          FailureCode.SECONDARY_RATE_LIMITED,
          FailureCode.BUDGET,
          FailureCode.STORAGE,
          FailureCode.INTERNAL,
          FailureCode.NETWORK);

  private final SyncContext context;
  private final List<PhaseReport> ended;

  /** After a run whose streams have ended like this. */
  public Reconciliation(SyncContext context, List<PhaseReport> ended) {
    this.context = context;
    this.ended = ended;
  }

  /** Nothing where no check is due. */
  public List<Step> steps() {
    context.store().write(s -> settle(s, context.repo()));
    boolean issues = cameToItsEnd(StreamName.ISSUES);
    boolean pulls = !issues && wasSkipped(StreamName.ISSUES) && cameToItsEnd(StreamName.PULLS);
    if (!(issues || pulls) || !isDue(issues ? StreamName.ISSUES : StreamName.PULLS)) {
      return List.of();
    }
    FullCheck check = new FullCheck(context, pulls);
    Set<StreamName> checked = Set.of(check.name());
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(check, Set.of()));
    steps.add(new Step(new CommentsPhase(context).unequal(), checked));
    steps.add(new Step(new ReviewCommentsPhase(context).due(), checked));
    PullDetails details = new PullDetails(context);
    if (issues) {
      steps.add(
          new Step(
              new NamedPhase(StreamName.PULLS, () -> details.run(Counts.NONE)),
              Set.of(StreamName.ISSUES, StreamName.REVIEW_COMMENTS)));
    }
    steps.add(
        new Step(
            new PullsPhase.Reviews(context, details),
            Set.of(StreamName.PULLS, StreamName.REVIEW_COMMENTS)));
    return steps.stream()
        .filter(step -> step.phase() == check || cameToItsEnd(step.phase().name()))
        .toList();
  }

  /** Where all that the last check has found was read, the streams are checked as of then. */
  public static void settle(Session s, long repo) {
    Optional<Checks.Ended> last = s.checks().last(repo);
    if (last.isEmpty()) {
      return;
    }
    Instant at = last.get().at();
    settle(s, repo, StreamName.COMMENTS, at, () -> s.issues().listUnequalComments(repo).isEmpty());
    settle(
        s,
        repo,
        StreamName.REVIEW_COMMENTS,
        at,
        () -> s.pulls().listDueReviewComments(repo).isEmpty());
    if (last.get().comparesReviews()) {
      settle(s, repo, StreamName.REVIEWS, at, () -> s.pulls().listDueReviews(repo).isEmpty());
    }
  }

  private static void settle(
      Session s, long repo, StreamName name, Instant at, BooleanSupplier allIsRead) {
    Optional<StreamStates.StreamState> stream = s.streams().find(repo, name.text());
    boolean older =
        stream.isPresent()
            && stream.get().lastReconciledAt().stream().allMatch(before -> before.isBefore(at));
    if (older && allIsRead.getAsBoolean()) {
      s.streams().reconciled(repo, name.text(), at);
    }
  }

  private boolean cameToItsEnd(StreamName name) {
    return ended.stream()
        .anyMatch(
            report -> report.name().equals(name) && cameToItsEnd(report.state(), report.failure()));
  }

  /** A phase that could not read every item has come to its end too. */
  public static boolean cameToItsEnd(PhaseReport.State state, Optional<Failure> failure) {
    return switch (state) {
      case UPDATED, UNCHANGED -> true;
      case INCOMPLETE -> failure.map(Failure::code).filter(STOPS::contains).isEmpty();
      case SKIPPED, FAILED -> false;
    };
  }

  private boolean wasSkipped(StreamName name) {
    return ended.stream()
        .anyMatch(
            report ->
                report.name().equals(name)
                    && report.state() == PhaseReport.State.SKIPPED
                    && !report.wasNotAskedFor());
  }

  private boolean isDue(StreamName name) {
    Optional<Duration> age = context.settings().reconcile();
    if (age.isEmpty() || context.settings().depth().isPresent()) {
      return false;
    }
    return context
        .store()
        .read(
            s -> {
              Optional<Instant> last =
                  s.streams()
                      .find(context.repo(), name.text())
                      .flatMap(StreamStates.StreamState::lastReconciledAt);
              return s.checks().find(context.repo()).isPresent()
                  || last.isEmpty()
                  || last.get().isAfter(context.now()) // set by a wrong clock
                  || !last.get().plus(age.get()).isAfter(context.now());
            });
  }
}
