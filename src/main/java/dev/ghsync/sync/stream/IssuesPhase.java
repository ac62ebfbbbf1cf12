package dev.ghsync.sync.stream;

import dev.ghsync.model.item.Issue;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.Issues;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SinceCursorList;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.list.UnreadableNotes;
import java.util.List;
import java.util.Optional;

/** Issues, and pull requests as far as they are issues. */
public record IssuesPhase(SyncContext context) implements SyncPhase {
  @Override
  public StreamName name() {
    return StreamName.ISSUES;
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
                    context.endpoints()::issues,
                    Issue::updatedAt,
                    (s, issues) -> write(context, s, issues),
                    absent(context, "issues")),
                progress,
                notes)
            .run();
    return notes.end(
        walked,
        new UnreadableNotes.Again<>(
            number -> item(context, number),
            context.endpoints().issues(Optional.empty()),
            (s, issues) -> write(context, s, issues)));
  }

  /** Returns one issue, or a pull request as far as it is an issue. */
  public static SingleItem<Issue> item(SyncContext context, long number) {
    return new SingleItem<>(
        context,
        StreamName.ISSUES,
        context.endpoints().issue(number),
        (s, issues) -> write(context, s, issues),
        (s, answer) -> markDeleted(context, s, number, answer.location()));
  }

  /** If issues are disabled, all of them are answered like deleted ones and must stay. */
  private static RowChanges markDeleted(
      SyncContext context, Session s, long number, Optional<String> transferredTo) {
    return transferredTo.isPresent() || s.repos().features(context.repo()).issues()
        ? s.issues().markDeleted(context.repo(), number, transferredTo, context.now())
        : RowChanges.NOTHING;
  }

  /** What it means that GitHub does not show issues, or what hangs on them. */
  static String absent(SyncContext context, String what) {
    return context.store().read(s -> s.repos().features(context.repo())).issues()
        ? "GitHub does not show the " + what
        : "issues are switched off in this repository";
  }

  public static RowChanges write(SyncContext context, Session session, List<Issue> issues) {
    Issues.Changes changes = session.issues().upsert(context.repo(), issues);
    String stream = StreamName.ISSUES.text();
    context.changes().note(stream, changes.written());
    context.changes().note(stream, "closed", changes.closed());
    context.changes().note(stream, "reopened", changes.reopened());
    return changes.written();
  }
}
