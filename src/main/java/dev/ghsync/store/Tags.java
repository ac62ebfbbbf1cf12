package dev.ghsync.store;

import dev.ghsync.model.AnnotatedTag;
import dev.ghsync.model.Signature;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/** The table {@code tags}: annotated tag objects. */
public final class Tags {
  private static final String INSERT =
      """
      INSERT INTO tags (repo_id, sha, name, message, tagger_name, tagger_email, tagged_at,
        tagger_tz, target_sha, target_type, raw_header, raw_message)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private final Handle handle;

  Tags(Handle handle) {
    this.handle = handle;
  }

  public void insert(long repo, Collection<AnnotatedTag> tags) {
    try (Inserter rows = new Inserter(handle, INSERT)) {
      for (AnnotatedTag tag : tags) {
        Signature tagger = tag.tagger();
        rows.insert(
            repo,
            tag.id().hex(),
            tag.name(),
            tag.message(),
            tagger == null ? null : tagger.name(),
            tagger == null ? null : tagger.email(),
            tagger == null ? null : Values.text(tagger.at()),
            tagger == null ? null : tagger.zone(),
            tag.target().hex(),
            tag.targetType().text(),
            tag.rawHeader(),
            tag.rawMessage());
      }
    }
  }
}
