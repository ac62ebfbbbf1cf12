package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Label;
import dev.ghsync.store.table.Labels;
import dev.ghsync.store.table.Table;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.VerifyContext;
import java.util.List;
import java.util.Optional;

/** Labels; a deleted one is removed. */
public final class LabelsStream implements CompleteListStream<Label> {
  public static final StreamName NAME = new StreamName("labels");

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "labels";
  }

  @Override
  public Endpoint<List<Label>> endpoint(Endpoints endpoints) {
    return endpoints.labels();
  }

  @Override
  public WebhookTarget.Kind touchedBy() {
    return WebhookTarget.Kind.LABELS;
  }

  @Override
  public Table<Label> table() {
    return Labels.TABLE;
  }

  @Override
  public Optional<String> off(VerifyContext context) {
    return context.issuesOff();
  }
}
