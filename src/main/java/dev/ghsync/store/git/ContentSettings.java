package dev.ghsync.store.git;

import dev.ghsync.model.git.CommitScope;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.util.Locale;
import java.util.Optional;

/** The table {@code content_settings}: the options of the last sync of a repository's objects. */
public class ContentSettings {
  private final ReadConnection db;

  public ContentSettings(ReadConnection db) {
    this.db = db;
  }

  /**
   * The options.
   *
   * @param content the commits whose trees and files are kept
   * @param expand the commits whose kept trees and files are also unfolded
   * @param maxBlobSize in bytes; larger blobs have no content
   */
  public record Settings(CommitScope content, CommitScope expand, long maxBlobSize) {}

  /** Finds the options; empty if no objects were requested yet. */
  public Optional<Settings> find(long repo) {
    return db.find(
        "SELECT content, expand, max_blob_size FROM content_settings WHERE repo_id = :repo",
        row ->
            new Settings(
                scope(row.text("content")), scope(row.text("expand")), row.number("max_blob_size")),
        repo);
  }

  private static CommitScope scope(String text) {
    return CommitScope.valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** Adds the statements that write. */
  public static final class Writer extends ContentSettings {
    private static final String SAVE =
        """
        INSERT INTO content_settings (repo_id, content, expand, max_blob_size)
        VALUES (?, ?, ?, ?)
        ON CONFLICT (repo_id) DO UPDATE SET
          content = excluded.content, expand = excluded.expand,
          max_blob_size = excluded.max_blob_size
        WHERE (content, expand, max_blob_size)
          IS NOT (excluded.content, excluded.expand, excluded.max_blob_size)
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    public void save(long repo, Settings settings) {
      db.update(
          SAVE, repo, text(settings.content()), text(settings.expand()), settings.maxBlobSize());
    }

    private static String text(CommitScope scope) {
      return scope.name().toLowerCase(Locale.ROOT);
    }
  }
}
