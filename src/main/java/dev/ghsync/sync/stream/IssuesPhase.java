package dev.ghsync.sync.stream;

import dev.ghsync.model.item.Issue;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.Issues;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SinceCursorList;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.list.UnreadableNotes;
import java.util.List;
import java.util.Optional;

/** Issues, and pull requests as far as they are issues. */
public record IssuesPhase(SyncContext scope) implements SyncPhase {
  @Override
  public PhaseName name() {
    return PhaseName.ISSUES;
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
                    scope.endpoints()::issues,
                    Issue::updatedAt,
                    (s, issues) -> write(scope, s, issues),
                    absent(scope, "issues")),
                tally,
                notes)
            .run();
    return notes.end(
        walked,
        new UnreadableNotes.Again<>(
            number -> SingleItem.issue(scope, number),
            scope.endpoints().issues(Optional.empty()),
            (s, issues) -> write(scope, s, issues)));
  }

  /** What it means that GitHub does not show issues, or what hangs on them. */
  static String absent(SyncContext scope, String what) {
    return scope.store().read(s -> s.repos().features(scope.repo())).issues()
        ? "GitHub does not show the " + what
        : "issues are switched off in this repository";
  }

  public static RowChanges write(SyncContext scope, Session session, List<Issue> issues) {
    Issues.Changes changes = session.issues().upsert(scope.repo(), issues);
    String stream = PhaseName.ISSUES.text();
    scope.changes().note(stream, changes.written());
    scope.changes().note(stream, "closed", changes.closed());
    scope.changes().note(stream, "reopened", changes.reopened());
    return changes.written();
  }
}
