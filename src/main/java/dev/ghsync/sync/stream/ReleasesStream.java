package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Release;
import dev.ghsync.store.Reads;
import dev.ghsync.store.table.Releases;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.CompleteList;
import dev.ghsync.sync.list.SingleItem;
import java.util.List;

/** Releases with their assets. */
final class ReleasesStream implements CompleteListStream<Release> {
  @Override
  public StreamName name() {
    return StreamName.RELEASES;
  }

  @Override
  public String description() {
    return "releases with their assets";
  }

  @Override
  public Endpoint<List<Release>> endpoint(Endpoints endpoints) {
    return endpoints.releases();
  }

  @Override
  public CompleteList.Stream<Release> list(SyncContext context) {
    return ListPhase.releases(context).stream();
  }

  @Override
  public WebhookTarget.Kind touchedBy() {
    return WebhookTarget.Kind.RELEASE;
  }

  /** An event names one release. */
  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return target.kind() == touchedBy()
        ? List.of(new Step(SingleItem.release(context, target.id()), after()))
        : List.of();
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(Releases.TABLE, repo);
  }
}
