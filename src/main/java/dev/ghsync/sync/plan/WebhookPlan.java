package dev.ghsync.sync.plan;

import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Issue;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.stream.ListPhase;
import dev.ghsync.sync.stream.PullDetails;
import dev.ghsync.sync.stream.RefsPhase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Only what an event has touched, with the fewest requests: {@code metadata} and at most four more.
 * What is gone is marked as deleted at once, where otherwise the next full check would find it.
 *
 * <p>Cursors and validators move only for a list that was read whole (refs, labels, milestones).
 * What an event did not tell, or told too early, the next whole run brings.
 *
 * <p>Everything is read after all where the event is of an unknown kind, and where the repository
 * was never synced with success: a file with one issue in it is no mirror.
 */
final class WebhookPlan implements PhasePlan {
  private final WebhookTarget hint;
  private final PhasePlan all;

  /**
   * What {@code hint} says was touched.
   *
   * @param all everything
   */
  WebhookPlan(WebhookTarget hint, PhasePlan all) {
    this.hint = hint;
    this.all = all;
  }

  @Override
  public boolean readsAll(SyncContext context) {
    return whyAll(context).isPresent();
  }

  @Override
  public List<Step> steps(SyncContext context) {
    Optional<String> why = whyAll(context);
    if (why.isPresent()) {
      context.listener().warned(why.get() + ": everything is synced, not only what was touched");
      return all.steps(context);
    }
    OptionalLong id = context.store().read(s -> s.repos().githubId(context.repo()));
    boolean anothers = hint.githubId().isPresent() && id.isPresent() && !hint.githubId().equals(id);
    return anothers ? List.of(refusing(context, id)) : touched(context);
  }

  /** Only now GitHub has told which repository the name stands for. */
  private Step refusing(SyncContext context, OptionalLong id) {
    Failure failure = Plans.notOf(hint, context.name(), id);
    return first(
        new NamedPhase(StreamName.COUNTS, () -> PhaseOutcome.stopped(Counts.NONE, failure)));
  }

  /** What is asked for a kind of event, besides {@code metadata}; each by one request, or two. */
  static Set<StreamName> phases(WebhookTarget.Kind kind) {
    return switch (kind) {
      case BRANCHES, TAGS -> Set.of(StreamName.REFS, StreamName.OBJECTS);
      case ISSUE -> Set.of(StreamName.ISSUES);
      case ISSUE_COMMENT -> Set.of(StreamName.ISSUES, StreamName.COMMENTS);
      case PULL, REVIEW -> Set.of(StreamName.ISSUES, StreamName.PULLS);
      case REVIEW_COMMENT ->
          Set.of(StreamName.ISSUES, StreamName.REVIEW_COMMENTS, StreamName.PULLS);
      case RELEASE -> Set.of(StreamName.RELEASES);
      case LABELS -> Set.of(StreamName.LABELS);
      case MILESTONES -> Set.of(StreamName.MILESTONES);
      case COMMIT_COMMENTS -> Set.of(StreamName.COMMIT_COMMENTS);
      case REPOSITORY, NOTHING -> Set.of();
      case UNKNOWN -> StreamName.all();
    };
  }

  private Optional<String> whyAll(SyncContext context) {
    if (hint.kind() == WebhookTarget.Kind.UNKNOWN) {
      return Optional.of("the event is of no kind that ghsync knows");
    }
    boolean synced =
        context.store().read(s -> s.states().find(context.repo())).lastSuccessAt().isPresent();
    return synced
        ? Optional.empty()
        : Optional.of("%s was never synced with success".formatted(context.name()));
  }

  private List<Step> touched(SyncContext context) {
    List<Step> steps = new ArrayList<>();
    switch (hint.kind()) {
      case BRANCHES -> steps.addAll(refs(context, RefsPhase.Namespace.HEADS));
      case TAGS -> steps.addAll(refs(context, RefsPhase.Namespace.TAGS));
      case ISSUE -> steps.add(first(issue(context)));
      case ISSUE_COMMENT -> {
        steps.add(first(issue(context))); // it tells how many comments are left
        steps.add(first(SingleItem.comment(context, hint.id())));
      }
      case PULL, REVIEW -> steps.addAll(pull(context));
      case REVIEW_COMMENT -> {
        steps.add(first(SingleItem.reviewComment(context, hint.id())));
        steps.addAll(pull(context));
      }
      case RELEASE -> steps.add(first(SingleItem.release(context, hint.id())));
      case LABELS -> steps.add(first(ListPhase.labels(context)));
      case MILESTONES -> steps.add(first(ListPhase.milestones(context)));
      case COMMIT_COMMENTS -> steps.add(first(ListPhase.commitComments(context)));
      case REPOSITORY, NOTHING -> {} // metadata has told it all
      case UNKNOWN -> throw new IllegalStateException("then everything is read");
    }
    steps.add(Phases.counts(context));
    return steps;
  }

  private SingleItem<Issue> issue(SyncContext context) {
    return SingleItem.issue(context, hint.number());
  }

  private static List<Step> refs(SyncContext context, RefsPhase.Namespace namespace) {
    return List.of(first(new RefsPhase(context, EnumSet.of(namespace))), Phases.objects(context));
  }

  /** The issue comes first: its time of change tells of when the details and reviews are. */
  private List<Step> pull(SyncContext context) {
    PullDetails details = new PullDetails(context);
    return List.of(
        first(issue(context)),
        new Step(
            new NamedPhase(StreamName.PULLS, () -> details.run(hint.number())),
            Set.of(StreamName.ISSUES, StreamName.REVIEW_COMMENTS)),
        new Step(
            new NamedPhase(StreamName.REVIEWS, () -> details.reviewsOf(hint.number())),
            Set.of(StreamName.PULLS)));
  }

  private static Step first(SyncPhase phase) {
    return new Step(phase, Set.of());
  }
}
