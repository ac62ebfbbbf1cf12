package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Milestone;
import dev.ghsync.store.table.Milestones;
import dev.ghsync.store.table.Table;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.VerifyContext;
import java.util.List;
import java.util.Optional;

/** Milestones; a deleted one is removed. */
public final class MilestonesStream implements CompleteListStream<Milestone> {
  public static final StreamName NAME = new StreamName("milestones");

  @Override
  public StreamName name() {
    return NAME;
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
  public WebhookTarget.Kind touchedBy() {
    return WebhookTarget.Kind.MILESTONES;
  }

  @Override
  public Table<Milestone> table() {
    return Milestones.TABLE;
  }

  @Override
  public Optional<String> off(VerifyContext context) {
    return context.issuesOff();
  }
}
