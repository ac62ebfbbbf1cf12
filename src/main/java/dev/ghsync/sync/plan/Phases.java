package dev.ghsync.sync.plan;

import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
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
import java.util.List;
import java.util.Set;

/** All phases, and what each needs from another: the one place where that is said. */
public final class Phases implements PhasePlan {
  @Override
  public List<Step> steps(SyncContext context) {
    PullDetails details = new PullDetails(context);
    return List.of(
        new Step(new RefsPhase(context), Set.of()),
        objects(context),
        new Step(ListPhase.labels(context), Set.of()),
        new Step(ListPhase.milestones(context), Set.of()),
        new Step(ListPhase.releases(context), Set.of()),
        new Step(ListPhase.commitComments(context), Set.of()),
        new Step(new EventsPhase(context), Set.of()),
        new Step(new IssuesPhase(context), Set.of()),
        // The numbers of comments and of review comments are compared with what the issues say.
        new Step(new CommentsPhase(context), Set.of(StreamName.ISSUES)),
        new Step(new ReviewCommentsPhase(context), Set.of(StreamName.ISSUES)),
        // Issues and review comments show pull requests that have changed.
        new Step(
            new PullsPhase(context, details),
            Set.of(StreamName.ISSUES, StreamName.REVIEW_COMMENTS)),
        new Step(new PullsPhase.Reviews(context, details), Set.of(StreamName.PULLS)));
  }

  @Override
  public List<Step> afterwards(SyncContext context, List<PhaseReport> ended) {
    List<Step> steps = new ArrayList<>(new Reconciliation(context, ended).steps());
    steps.add(
        new Step(
            new NamedPhase(
                StreamName.COUNTS,
                () -> {
                  context.store().write(s -> Reconciliation.settle(s, context.repo()));
                  return new CountsPhase(context).run();
                }),
            StreamName.allBut(StreamName.METADATA, StreamName.COUNTS)));
    return steps;
  }

  /** What the refs name; a ref may move meanwhile. */
  static Step objects(SyncContext context) {
    return new Step(
        new ObjectsPhase(context, RefsPhase.during(StreamName.OBJECTS, context)),
        Set.of(StreamName.REFS));
  }

  /** After all that may be counted. */
  static Step counts(SyncContext context) {
    return new Step(
        new CountsPhase(context), StreamName.allBut(StreamName.METADATA, StreamName.COUNTS));
  }
}
