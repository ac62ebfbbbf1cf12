package dev.ghsync.sync.stream;

import dev.ghsync.model.item.CommitComment;
import dev.ghsync.model.item.Label;
import dev.ghsync.model.item.Milestone;
import dev.ghsync.model.item.Release;
import dev.ghsync.store.table.CommitComments;
import dev.ghsync.store.table.Labels;
import dev.ghsync.store.table.Milestones;
import dev.ghsync.store.table.Releases;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.CompleteList;

/** The streams that are one complete list: labels, milestones, releases, commit comments. */
public record ListPhase<T>(SyncContext context, CompleteList.Stream<T> stream)
    implements SyncPhase {

  public static ListPhase<Label> labels(SyncContext context) {
    long repo = context.repo();
    return new ListPhase<>(
        context,
        new CompleteList.Stream<>(
            StreamName.LABELS,
            context.endpoints().labels(),
            Label::id,
            Labels.TABLE,
            (s, labels) -> s.upsert(Labels.TABLE, repo, labels),
            (s, ids) -> s.markOthersDeleted(Labels.TABLE, repo, ids, context.now()),
            "GitHub does not show the labels"));
  }

  public static ListPhase<Milestone> milestones(SyncContext context) {
    long repo = context.repo();
    return new ListPhase<>(
        context,
        new CompleteList.Stream<>(
            StreamName.MILESTONES,
            context.endpoints().milestones(),
            Milestone::id,
            Milestones.TABLE,
            (s, milestones) -> s.upsert(Milestones.TABLE, repo, milestones),
            (s, ids) -> s.markOthersDeleted(Milestones.TABLE, repo, ids, context.now()),
            "GitHub does not show the milestones"));
  }

  public static ListPhase<Release> releases(SyncContext context) {
    long repo = context.repo();
    return new ListPhase<>(
        context,
        new CompleteList.Stream<>(
            StreamName.RELEASES,
            context.endpoints().releases(),
            Release::id,
            Releases.TABLE,
            (s, releases) -> s.upsert(Releases.TABLE, repo, releases),
            (s, ids) -> s.markOthersDeleted(Releases.TABLE, repo, ids, context.now()),
            "GitHub does not show the releases"));
  }

  public static ListPhase<CommitComment> commitComments(SyncContext context) {
    long repo = context.repo();
    return new ListPhase<>(
        context,
        new CompleteList.Stream<>(
            StreamName.COMMIT_COMMENTS,
            context.endpoints().commitComments(),
            CommitComment::id,
            CommitComments.TABLE,
            (s, comments) -> s.upsert(CommitComments.TABLE, repo, comments),
            (s, ids) -> s.markOthersDeleted(CommitComments.TABLE, repo, ids, context.now()),
            "GitHub does not show comments on commits"));
  }

  @Override
  public StreamName name() {
    return stream.name();
  }

  @Override
  public PhaseOutcome run() {
    return new CompleteList<>(context, stream).run();
  }
}
