package dev.ghsync.store.git;

import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.sql.Inserter;
import dev.ghsync.store.sql.SqlValues;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code blobs}: contents of files. */
public final class Blobs {
  /** A content that was left out before and is here now takes its place. */
  private static final String INSERT =
      """
      INSERT INTO blobs (sha, size, omitted, content)
      VALUES (?, ?, ?, ?)
      ON CONFLICT (sha) DO UPDATE SET content = excluded.content, omitted = excluded.omitted
      WHERE blobs.content IS NULL AND excluded.content IS NOT NULL
      """;

  private static final String KNOWN =
      "SELECT sha FROM blobs WHERE sha IN (SELECT value FROM json_each(:shas))";

  private final Handle handle;

  public Blobs(Handle handle) {
    this.handle = handle;
  }

  /** Among {@code ids}, those that have a row, with or without content. */
  public List<ObjectId> known(Collection<ObjectId> ids) {
    return handle
        .createQuery(KNOWN)
        .bind("shas", SqlValues.texts(ids))
        .mapTo(String.class)
        .map(ObjectId::new)
        .list();
  }

  public void insert(Collection<Blob> blobs) {
    try (Inserter rows = new Inserter(handle, INSERT)) {
      for (Blob blob : blobs) {
        String omitted = blob.content() == null ? "too-large" : null;
        rows.insert(blob.id().hex(), blob.size(), omitted, blob.content());
      }
    }
  }
}
