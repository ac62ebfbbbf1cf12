package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Milestone;
import dev.ghsync.store.Reads;
import dev.ghsync.store.table.Milestones;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.CompleteList;
import java.util.List;

/** Milestones; a deleted one is removed. */
final class MilestonesStream implements CompleteListStream<Milestone> {
  @Override
  public StreamName name() {
    return StreamName.MILESTONES;
  }

  @Override
  public String description() {
    return "milestones";
  }

  @Override
  public Endpoint<List<Milestone>> endpoint(Endpoints endpoints) {
    return endpoints.milestones();
  }

  @Override
  public CompleteList.Stream<Milestone> list(SyncContext context) {
    return ListPhase.milestones(context).stream();
  }

  @Override
  public WebhookTarget.Kind touchedBy() {
    return WebhookTarget.Kind.MILESTONES;
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(Milestones.TABLE, repo);
  }
}
