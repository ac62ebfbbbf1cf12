package dev.ghsync.sync.stream;

import dev.ghsync.model.Counts;
import dev.ghsync.model.item.ReviewComment;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
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
public record ReviewCommentsPhase(SyncContext scope) implements SyncPhase {
  @Override
  public PhaseName name() {
    return PhaseName.REVIEW_COMMENTS;
  }

  @Override
  public PhaseOutcome run() {
    ProgressCounter tally = new ProgressCounter(scope.listener(), name());
    UnreadableNotes notes = new UnreadableNotes(scope, name());
    PhaseOutcome walked =
        new SinceCursorList<>(
                scope,
                new SinceCursorList.Stream<>(
                    name(),
                    scope.endpoints()::reviewComments,
                    ReviewComment::updatedAt,
                    this::write,
                    PullsPhase.absent(scope, "review comments")),
                tally,
                notes)
            .run();
    PhaseOutcome asked =
        notes.askAgain(
            walked.counting(Counts.NONE),
            new UnreadableNotes.Again<>(
                id -> SingleItem.reviewComment(scope, id),
                scope.endpoints().reviewComments(Optional.empty()),
                this::write),
            0);
    tally.add(0, asked.counts());
    return readDue(tally, asked.counting(tally.counts()));
  }

  /** Only the pull requests of which the check for deletions has found another number. */
  public SyncPhase due() {
    return new NamedPhase(
        name(), () -> readDue(new ProgressCounter(scope.listener(), name()), PhaseOutcome.done(Counts.NONE)));
  }

  private PhaseOutcome readDue(ProgressCounter tally, PhaseOutcome walked) {
    return new PerIssueRefresh<>(
            scope,
            name(),
            scope.endpoints()::reviewCommentsOf,
            ReviewComment::id,
            this::write,
            tally,
            this::buryOthers)
        .run(walked, s -> s.pulls().listDueReviewComments(scope.repo()));
  }

  private RowChanges buryOthers(Session session, long number, Set<Long> ids) {
    session.pulls().reviewCommentsDue(scope.repo(), List.of(number), false);
    RowChanges buried = session.reviewComments().buryOthers(scope.repo(), number, ids, scope.now());
    if (!buried.deleted().isEmpty()) {
      // A review that was made of its comments alone goes with the last of them.
      session.pulls().reviewsDue(scope.repo(), List.of(number));
    }
    return buried;
  }

  /** A comment belongs to a review, which shows nowhere else that it has come. */
  private RowChanges write(Session session, List<ReviewComment> comments) {
    RowChanges written = session.reviewComments().upsert(scope.repo(), comments);
    Set<Long> changed = new HashSet<>(written.created());
    changed.addAll(written.updated());
    List<Long> pulls =
        comments.stream()
            .filter(comment -> changed.contains(comment.id()))
            .map(ReviewComment::pullNumber)
            .distinct()
            .toList();
    session.pulls().reviewsDue(scope.repo(), pulls);
    scope.changes().note(name().text(), written);
    return written;
  }
}
