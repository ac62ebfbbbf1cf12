package dev.ghsync.sync.stream;

import dev.ghsync.model.Counts;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.Issues;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Issue comments: one walk over those of the whole repository, then a look at the issues whose
 * number of comments is not what GitHub says. A deleted comment moves nothing but that number.
 */
public record CommentsPhase(SyncContext scope) implements SyncPhase {
  @Override
  public PhaseName name() {
    return PhaseName.COMMENTS;
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
                    scope.endpoints()::comments,
                    IssueComment::updatedAt,
                    this::write,
                    IssuesPhase.absent(scope, "comments")),
                tally,
                notes)
            .run();
    PhaseOutcome asked =
        notes.askAgain(
            walked.counting(Counts.NONE),
            new UnreadableNotes.Again<>(
                id -> SingleItem.comment(scope, id),
                scope.endpoints().comments(Optional.empty()),
                this::write),
            0);
    tally.add(0, asked.counts());
    return readUnequal(tally, asked.counting(tally.counts()));
  }

  /** Only the issues whose number of comments is not what GitHub says. */
  public SyncPhase unequal() {
    return new NamedPhase(
        name(),
        () -> readUnequal(new ProgressCounter(scope.listener(), name()), PhaseOutcome.done(Counts.NONE)));
  }

  private PhaseOutcome readUnequal(ProgressCounter tally, PhaseOutcome walked) {
    return new PerIssueRefresh<>(
            scope,
            name(),
            scope.endpoints()::commentsOf,
            IssueComment::id,
            this::write,
            tally,
            this::buryOthers)
        .run(
            walked,
            s ->
                s.issues().listUnequalComments(scope.repo()).stream()
                    .map(Issues.UnequalComments::number)
                    .toList());
  }

  private RowChanges buryOthers(Session session, long number, Set<Long> ids) {
    session.issues().commentsChecked(scope.repo(), number);
    return session.issueComments().buryOthers(scope.repo(), number, ids, scope.now());
  }

  private RowChanges write(Session session, List<IssueComment> comments) {
    RowChanges written = session.issueComments().upsert(scope.repo(), comments);
    scope.changes().note(name().text(), written);
    return written;
  }
}
