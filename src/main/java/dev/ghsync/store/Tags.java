package dev.ghsync.store;

import dev.ghsync.model.AnnotatedTag;
import dev.ghsync.model.Signature;
import java.util.Collection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table {@code tags}: annotated tag objects. */
public final class Tags {
  private static final String INSERT =
      """
      INSERT INTO tags (repo_id, sha, name, message, tagger_name, tagger_email, tagged_at,
        tagger_tz, target_sha, target_type, raw_header, raw_message)
      VALUES (:repo, :sha, :name, :message, :tagger_name, :tagger_email, :tagged_at, :tagger_tz,
        :target_sha, :target_type, :raw_header, :raw_message)
      ON CONFLICT DO NOTHING
      """;

  private final Handle handle;

  Tags(Handle handle) {
    this.handle = handle;
  }

  public void insert(long repo, Collection<AnnotatedTag> tags) {
    if (tags.isEmpty()) {
      return;
    }
    try (PreparedBatch rows = handle.prepareBatch(INSERT)) {
      for (AnnotatedTag tag : tags) {
        Signature tagger = tag.tagger();
        Values.bind(rows, "name", tag.name());
        Values.bind(rows, "message", tag.message());
        Values.bind(rows, "tagger_name", tagger == null ? null : tagger.name());
        Values.bind(rows, "tagger_email", tagger == null ? null : tagger.email());
        rows.bind("repo", repo)
            .bind("sha", tag.id().hex())
            .bind("tagged_at", tagger == null ? null : Values.text(tagger.at()))
            .bind("tagger_tz", tagger == null ? null : tagger.zone())
            .bind("target_sha", tag.target().hex())
            .bind("target_type", tag.targetType().text())
            .bind("raw_header", tag.rawHeader())
            .bind("raw_message", tag.rawMessage())
            .add();
      }
      rows.execute();
    }
  }
}
