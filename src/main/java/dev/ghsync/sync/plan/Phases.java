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
  public List<Step> steps(SyncContext context) {
    PullDetails details = new PullDetails(context);
    return List.of(
        new Step(new RefsPhase(context), EnumSet.noneOf(PhaseName.class)),
        objects(context),
        new Step(ListPhase.labels(context), EnumSet.noneOf(PhaseName.class)),
        new Step(ListPhase.milestones(context), EnumSet.noneOf(PhaseName.class)),
        new Step(ListPhase.releases(context), EnumSet.noneOf(PhaseName.class)),
        new Step(ListPhase.commitComments(context), EnumSet.noneOf(PhaseName.class)),
        new Step(new EventsPhase(context), EnumSet.noneOf(PhaseName.class)),
        new Step(new IssuesPhase(context), EnumSet.noneOf(PhaseName.class)),
        // The numbers of comments and of review comments are compared with what the issues say.
        new Step(new CommentsPhase(context), EnumSet.of(PhaseName.ISSUES)),
        new Step(new ReviewCommentsPhase(context), EnumSet.of(PhaseName.ISSUES)),
        // Issues and review comments show pull requests that have changed.
        new Step(
            new PullsPhase(context, details),
            EnumSet.of(PhaseName.ISSUES, PhaseName.REVIEW_COMMENTS)),
        new Step(new PullsPhase.Reviews(context, details), EnumSet.of(PhaseName.PULLS)));
  }

  @Override
  public List<Step> afterwards(SyncContext context, List<PhaseReport> ended) {
    List<Step> steps = new ArrayList<>(new Reconciliation(context, ended).steps());
    steps.add(
        new Step(
            new NamedPhase(
                PhaseName.COUNTS,
                () -> {
                  context.store().write(s -> Reconciliation.settle(s, context.repo()));
                  return new CountsPhase(context).run();
                }),
            EnumSet.complementOf(EnumSet.of(PhaseName.METADATA, PhaseName.COUNTS))));
    return steps;
  }

  /** What the refs name; a ref may move meanwhile. */
  static Step objects(SyncContext context) {
    return new Step(
        new ObjectsPhase(context, RefsPhase.during(PhaseName.OBJECTS, context)),
        EnumSet.of(PhaseName.REFS));
  }

  /** After all that may be counted. */
  static Step counts(SyncContext context) {
    return new Step(
        new CountsPhase(context),
        EnumSet.complementOf(EnumSet.of(PhaseName.METADATA, PhaseName.COUNTS)));
  }
}
