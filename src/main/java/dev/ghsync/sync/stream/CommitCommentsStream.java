package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.CommitComment;
import dev.ghsync.store.table.CommitComments;
import dev.ghsync.store.table.Table;
import dev.ghsync.sync.StreamName;
import java.util.List;

/** Comments on commits. */
public final class CommitCommentsStream implements CompleteListStream<CommitComment> {
  public static final StreamName NAME = new StreamName("commit-comments");

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "comments on commits";
  }

  @Override
  public Endpoint<List<CommitComment>> endpoint(Endpoints endpoints) {
    return endpoints.commitComments();
  }

  @Override
  public WebhookTarget.Kind touchedBy() {
    return WebhookTarget.Kind.COMMIT_COMMENTS;
  }

  @Override
  public Table<CommitComment> table() {
    return CommitComments.TABLE;
  }
}
