package dev.ghsync.store;

import dev.ghsync.model.Blob;
import java.util.Collection;
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

  private final Handle handle;

  Blobs(Handle handle) {
    this.handle = handle;
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
