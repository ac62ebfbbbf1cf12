package dev.ghsync.sync.plan;

import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.object.ObjectsPhase;
import dev.ghsync.sync.stream.CommentsPhase;
import dev.ghsync.sync.stream.CountsPhase;
import dev.ghsync.sync.stream.EventsPhase;
import dev.ghsync.sync.stream.IssuesPhase;
import dev.ghsync.sync.stream.ListPhase;
import dev.ghsync.sync.stream.PullDetails;
import dev.ghsync.sync.stream.PullsPhase;
import dev.ghsync.sync.stream.RefsPhase;
import dev.ghsync.sync.stream.ReviewCommentsPhase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** All phases, and what each needs from another: the one place where that is said. */
public final class Phases implements PhasePlan {
  @Override
  public List<Step> steps(SyncContext scope) {
    PullDetails details = new PullDetails(scope);
    return List.of(
        new Step(new RefsPhase(scope), EnumSet.noneOf(PhaseName.class)),
        objects(scope),
        new Step(ListPhase.labels(scope), EnumSet.noneOf(PhaseName.class)),
        new Step(ListPhase.milestones(scope), EnumSet.noneOf(PhaseName.class)),
        new Step(ListPhase.releases(scope), EnumSet.noneOf(PhaseName.class)),
        new Step(ListPhase.commitComments(scope), EnumSet.noneOf(PhaseName.class)),
        new Step(new EventsPhase(scope), EnumSet.noneOf(PhaseName.class)),
        new Step(new IssuesPhase(scope), EnumSet.noneOf(PhaseName.class)),
        // The numbers of comments and of review comments are compared with what the issues say.
        new Step(new CommentsPhase(scope), EnumSet.of(PhaseName.ISSUES)),
        new Step(new ReviewCommentsPhase(scope), EnumSet.of(PhaseName.ISSUES)),
        // Issues and review comments show pull requests that have changed.
        new Step(
            new PullsPhase(scope, details),
            EnumSet.of(PhaseName.ISSUES, PhaseName.REVIEW_COMMENTS)),
        new Step(new PullsPhase.Reviews(scope, details), EnumSet.of(PhaseName.PULLS)));
  }

  @Override
  public List<Step> afterwards(SyncContext scope, List<PhaseReport> ended) {
    List<Step> steps = new ArrayList<>(new Reconciliation(scope, ended).steps());
    steps.add(
        new Step(
            new NamedPhase(
                PhaseName.COUNTS,
                () -> {
                  scope.store().write(s -> Reconciliation.settle(s, scope.repo()));
                  return new CountsPhase(scope).run();
                }),
            EnumSet.complementOf(EnumSet.of(PhaseName.METADATA, PhaseName.COUNTS))));
    return steps;
  }

  /** What the refs name; a ref may move meanwhile. */
  static Step objects(SyncContext scope) {
    return new Step(
        new ObjectsPhase(scope, RefsPhase.during(PhaseName.OBJECTS, scope)),
        EnumSet.of(PhaseName.REFS));
  }

  /** After all that may be counted. */
  static Step counts(SyncContext scope) {
    return new Step(
        new CountsPhase(scope),
        EnumSet.complementOf(EnumSet.of(PhaseName.METADATA, PhaseName.COUNTS)));
  }
}
