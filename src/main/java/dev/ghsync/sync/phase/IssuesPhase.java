package dev.ghsync.sync.phase;

import dev.ghsync.model.Issue;
import dev.ghsync.store.Issues;
import dev.ghsync.store.Session;
import dev.ghsync.store.Written;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.Scope;
import dev.ghsync.sync.SyncPhase;
import java.util.List;

/** Issues, and pull requests as far as they are issues. */
record IssuesPhase(Scope scope) implements SyncPhase {
  @Override
  public PhaseName name() {
    return PhaseName.ISSUES;
  }

  @Override
  public PhaseOutcome run() {
    PhaseOutcome walked =
        new Walk<>(
                scope,
                new Walk.Stream<>(
                    name(),
                    scope.endpoints()::issues,
                    Issue::updatedAt,
                    this::write,
                    "issues are switched off in this repository"))
            .run();
    return Census.isDue(scope, name(), walked) ? new Census(scope).run(walked) : walked;
  }

  private Written write(Session session, List<Issue> issues) {
    Issues.Changes changes = session.issues().upsert(scope.repo(), issues);
    note(scope, changes);
    return changes.written();
  }

  static void note(Scope scope, Issues.Changes changes) {
    String stream = PhaseName.ISSUES.text();
    scope.changes().note(stream, changes.written());
    scope.changes().note(stream, "closed", changes.closed());
    scope.changes().note(stream, "reopened", changes.reopened());
  }
}
