package dev.ghsync.sync.stream;

import dev.ghsync.model.Counts;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.IssueComments;
import dev.ghsync.store.table.Issues;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Issue comments: one walk over those of the whole repository, then a look at the issues whose
 * number of comments is not what GitHub says. A deleted comment moves nothing but that number.
 */
public record CommentsPhase(SyncContext context) implements SyncPhase {
  @Override
  public StreamName name() {
    return StreamName.COMMENTS;
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
                    context.endpoints()::comments,
                    IssueComment::updatedAt,
                    this::write,
                    IssuesPhase.absent(context, "comments")),
                progress,
                notes)
            .run();
    PhaseOutcome asked =
        notes.retry(
            walked.counting(Counts.NONE),
            new UnreadableNotes.Again<>(
                id -> item(context, id),
                context.endpoints().comments(Optional.empty()),
                this::write),
            0);
    progress.add(0, asked.counts());
    return readUnequal(progress, asked.counting(progress.counts()));
  }

  /** Returns one comment. */
  static SingleItem<IssueComment> item(SyncContext context, long id) {
    return new SingleItem<>(
        context,
        StreamName.COMMENTS,
        context.endpoints().comment(id),
        (s, comments) -> s.upsert(IssueComments.TABLE, context.repo(), comments),
        (s, answer) -> s.markDeleted(IssueComments.TABLE, context.repo(), id, context.now()));
  }

  /** Only the issues whose number of comments is not what GitHub says. */
  public SyncPhase unequal() {
    return new NamedPhase(
        name(),
        () ->
            readUnequal(
                new ProgressCounter(context.listener(), name()), PhaseOutcome.done(Counts.NONE)));
  }

  private PhaseOutcome readUnequal(ProgressCounter progress, PhaseOutcome walked) {
    return new PerIssueRefresh<>(
            context,
            name(),
            number -> IssuesPhase.item(context, number),
            context.endpoints()::commentsOf,
            IssueComment::id,
            this::write,
            progress,
            this::markOthersDeleted)
        .run(
            walked,
            s ->
                s.issues().listUnequalComments(context.repo()).stream()
                    .map(Issues.UnequalComments::number)
                    .toList());
  }

  private RowChanges markOthersDeleted(Session session, long number, Set<Long> ids) {
    session.issues().commentsChecked(context.repo(), number);
    return session.markOthersDeleted(
        IssueComments.TABLE, context.repo(), number, ids, context.now());
  }

  private RowChanges write(Session session, List<IssueComment> comments) {
    RowChanges written = session.upsert(IssueComments.TABLE, context.repo(), comments);
    context.changes().note(name().text(), written);
    return written;
  }
}
