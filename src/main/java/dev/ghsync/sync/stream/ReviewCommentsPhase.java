package dev.ghsync.sync.stream;

import dev.ghsync.model.Counts;
import dev.ghsync.model.item.ReviewComment;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.ReviewComments;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.list.PerIssueRefresh;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SinceCursorList;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.list.UnreadableNotes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Comments on pull requests' diffs: one walk over those of the whole repository, then those pull
 * requests of which the check for deletions has found another number.
 */
public record ReviewCommentsPhase(SyncContext context) implements SyncPhase {
  @Override
  public StreamName name() {
    return StreamName.REVIEW_COMMENTS;
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
                    PullsPhase.absent(context, "review comments")),
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

  /** Returns one comment. */
  static SingleItem<ReviewComment> item(SyncContext context, long id) {
    return new SingleItem<>(
        context,
        StreamName.REVIEW_COMMENTS,
        context.endpoints().reviewComment(id),
        (s, comments) -> s.upsert(ReviewComments.TABLE, context.repo(), comments),
        (s, answer) -> s.markDeleted(ReviewComments.TABLE, context.repo(), id, context.now()));
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
            number -> IssuesPhase.item(context, number),
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
        session.markOthersDeleted(ReviewComments.TABLE, context.repo(), number, ids, context.now());
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
