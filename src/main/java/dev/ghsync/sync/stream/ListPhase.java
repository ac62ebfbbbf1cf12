package dev.ghsync.sync.stream;

import dev.ghsync.model.item.CommitComment;
import dev.ghsync.model.item.Label;
import dev.ghsync.model.item.Milestone;
import dev.ghsync.model.item.Release;
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
            (s, labels) -> s.labels().upsert(repo, labels),
            (s, ids) -> s.labels().deleteOthers(repo, ids),
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
            (s, milestones) -> s.milestones().upsert(repo, milestones),
            (s, ids) -> s.milestones().deleteOthers(repo, ids),
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
            (s, releases) -> s.releases().upsert(repo, releases),
            (s, ids) -> s.releases().markOthersDeleted(repo, ids, context.now()),
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
            (s, comments) -> s.commitComments().upsert(repo, comments),
            (s, ids) -> s.commitComments().markOthersDeleted(repo, ids, context.now()),
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
