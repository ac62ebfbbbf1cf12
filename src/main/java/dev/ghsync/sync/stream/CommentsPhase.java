package dev.ghsync.sync.stream;

import dev.ghsync.model.Counts;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.Written;
import dev.ghsync.store.table.Issues;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.Scope;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.list.OneByOne;
import dev.ghsync.sync.list.OneItem;
import dev.ghsync.sync.list.Tally;
import dev.ghsync.sync.list.UnreadableNotes;
import dev.ghsync.sync.list.Walk;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Issue comments: one walk over those of the whole repository, then a look at the issues whose
 * number of comments is not what GitHub says. A deleted comment moves nothing but that number.
 */
public record CommentsPhase(Scope scope) implements SyncPhase {
  @Override
  public PhaseName name() {
    return PhaseName.COMMENTS;
  }

  @Override
  public PhaseOutcome run() {
    Tally tally = new Tally(scope.listener(), name());
    UnreadableNotes notes = new UnreadableNotes(scope, name());
    PhaseOutcome walked =
        new Walk<>(
                scope,
                new Walk.Stream<>(
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
                id -> OneItem.comment(scope, id),
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
        () -> readUnequal(new Tally(scope.listener(), name()), PhaseOutcome.done(Counts.NONE)));
  }

  private PhaseOutcome readUnequal(Tally tally, PhaseOutcome walked) {
    return new OneByOne<>(
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

  private Written buryOthers(Session session, long number, Set<Long> ids) {
    session.issues().commentsChecked(scope.repo(), number);
    return session.issueComments().buryOthers(scope.repo(), number, ids, scope.now());
  }

  private Written write(Session session, List<IssueComment> comments) {
    Written written = session.issueComments().upsert(scope.repo(), comments);
    scope.changes().note(name().text(), written);
    return written;
  }
}
