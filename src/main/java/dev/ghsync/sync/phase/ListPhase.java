package dev.ghsync.sync.phase;

import dev.ghsync.model.CommitComment;
import dev.ghsync.model.Label;
import dev.ghsync.model.Milestone;
import dev.ghsync.model.Release;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.Scope;
import dev.ghsync.sync.SyncPhase;

/** The streams that are one complete list: labels, milestones, releases, commit comments. */
record ListPhase<T>(Scope scope, CompleteList.Stream<T> stream) implements SyncPhase {

  static ListPhase<Label> labels(Scope scope) {
    long repo = scope.repo();
    return new ListPhase<>(
        scope,
        new CompleteList.Stream<>(
            PhaseName.LABELS,
            scope.endpoints().labels(),
            Label::id,
            (s, labels) -> s.labels().upsert(repo, labels),
            (s, ids) -> s.labels().deleteOthers(repo, ids),
            "GitHub does not show the labels"));
  }

  static ListPhase<Milestone> milestones(Scope scope) {
    long repo = scope.repo();
    return new ListPhase<>(
        scope,
        new CompleteList.Stream<>(
            PhaseName.MILESTONES,
            scope.endpoints().milestones(),
            Milestone::id,
            (s, milestones) -> s.milestones().upsert(repo, milestones),
            (s, ids) -> s.milestones().deleteOthers(repo, ids),
            "GitHub does not show the milestones"));
  }

  static ListPhase<Release> releases(Scope scope) {
    long repo = scope.repo();
    return new ListPhase<>(
        scope,
        new CompleteList.Stream<>(
            PhaseName.RELEASES,
            scope.endpoints().releases(),
            Release::id,
            (s, releases) -> s.releases().upsert(repo, releases),
            (s, ids) -> s.releases().buryOthers(repo, ids, scope.now()),
            "GitHub does not show the releases"));
  }

  static ListPhase<CommitComment> commitComments(Scope scope) {
    long repo = scope.repo();
    return new ListPhase<>(
        scope,
        new CompleteList.Stream<>(
            PhaseName.COMMIT_COMMENTS,
            scope.endpoints().commitComments(),
            CommitComment::id,
            (s, comments) -> s.commitComments().upsert(repo, comments),
            (s, ids) -> s.commitComments().buryOthers(repo, ids, scope.now()),
            "GitHub does not show comments on commits"));
  }

  @Override
  public PhaseName name() {
    return stream.name();
  }

  @Override
  public PhaseOutcome run() {
    return new CompleteList<>(scope, stream).run();
  }
}
