package dev.ghsync.sync.stream;

import dev.ghsync.model.Counts;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.ReviewComment;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Checks;
import dev.ghsync.store.table.ReviewComments;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.list.PerIssueRefresh;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SinceCursorList;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.list.UnreadableNotes;
import dev.ghsync.sync.verify.StreamComparison;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Comments on the diffs of pull requests. */
public final class ReviewCommentsStream implements Stream {
  public static final StreamName NAME = new StreamName("review-comments");

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "comments on the diffs of pull requests";
  }

  /** The pull requests that the comments belong to are among the issues. */
  @Override
  public Set<StreamName> after() {
    return Set.of(IssuesStream.NAME);
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of(new Step(new Phase(context), after()));
  }

  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return target.kind() == WebhookTarget.Kind.REVIEW_COMMENT
        ? List.of(new Step(item(context, target.id()), after()))
        : List.of();
  }

  @Override
  public List<Step> afterCheck(SyncContext context) {
    return List.of(new Step(new Phase(context).due(), after()));
  }

  @Override
  public boolean isSettled(Reads s, long repo, Checks.Ended check) {
    return s.pulls().listDueReviewComments(repo).isEmpty();
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(
        Estimate.list(context, name(), context.endpoints().reviewComments(Optional.empty())));
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(ReviewComments.TABLE, repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return List.of(
        StreamComparison.of(context, name(), Compared.of(ReviewComments.TABLE), context.pullsOff())
            .since(
                context.endpoints()::reviewComments,
                ReviewComment::updatedAt,
                (s, comments) -> s.upsert(ReviewComments.TABLE, context.repo(), comments)));
  }

  /**
   * Comments on pull requests' diffs: one walk over those of the whole repository, then those pull
   * requests of which the check for deletions has found another number.
   */
  record Phase(SyncContext context) implements SyncPhase {
    @Override
    public StreamName name() {
      return NAME;
    }

    @Override
    public PhaseOutcome run() {
      ProgressCounter progress = new ProgressCounter(context.listener(), name());
      UnreadableNotes notes = new UnreadableNotes(context, name());
      PhaseOutcome walked =
          new SinceCursorList<>(
                  context,
                  new SinceCursorList.Stream<>(
                      name(),
                      context.endpoints()::reviewComments,
                      ReviewComment::updatedAt,
                      this::write,
                      PullsStream.absent(context, "review comments")),
                  progress,
                  notes)
              .run();
      PhaseOutcome asked =
          notes.retry(
              walked.counting(Counts.NONE),
              new UnreadableNotes.Again<>(
                  id -> item(context, id),
                  context.endpoints().reviewComments(Optional.empty()),
                  this::write),
              0);
      progress.add(0, asked.counts());
      return readDue(progress, asked.counting(progress.counts()));
    }

    /** Only the pull requests of which the check for deletions has found another number. */
    public SyncPhase due() {
      return new NamedPhase(
          name(),
          () ->
              readDue(
                  new ProgressCounter(context.listener(), name()), PhaseOutcome.done(Counts.NONE)));
    }

    private PhaseOutcome readDue(ProgressCounter progress, PhaseOutcome walked) {
      return new PerIssueRefresh<>(
              context,
              name(),
              number -> IssuesStream.item(context, number),
              context.endpoints()::reviewCommentsOf,
              ReviewComment::id,
              this::write,
              progress,
              this::markOthersDeleted)
          .run(walked, s -> s.pulls().listDueReviewComments(context.repo()));
    }

    private RowChanges markOthersDeleted(Session session, long number, Set<Long> ids) {
      session.pulls().reviewCommentsDue(context.repo(), List.of(number), false);
      RowChanges deleted =
          session.markOthersDeleted(
              ReviewComments.TABLE, context.repo(), number, ids, context.now());
      if (!deleted.deleted().isEmpty()) {
        // A review that was made of its comments alone goes with the last of them.
        session.pulls().reviewsDue(context.repo(), List.of(number));
      }
      return deleted;
    }

    /** A comment belongs to a review, which shows nowhere else that it has come. */
    private RowChanges write(Session session, List<ReviewComment> comments) {
      RowChanges written = session.upsert(ReviewComments.TABLE, context.repo(), comments);
      Set<Long> changed = new HashSet<>(written.created());
      changed.addAll(written.updated());
      List<Long> pulls =
          comments.stream()
              .filter(comment -> changed.contains(comment.id()))
              .map(ReviewComment::pullNumber)
              .distinct()
              .toList();
      session.pulls().reviewsDue(context.repo(), pulls);
      context.changes().note(name().text(), written);
      return written;
    }
  }

  /** Returns one comment. */
  static SingleItem<ReviewComment> item(SyncContext context, long id) {
    return new SingleItem<>(
        context,
        NAME,
        context.endpoints().reviewComment(id),
        (s, comments) -> s.upsert(ReviewComments.TABLE, context.repo(), comments),
        (s, answer) -> s.markDeleted(ReviewComments.TABLE, context.repo(), id, context.now()));
  }
}
