package dev.ghsync.store.state;

import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.time.Instant;
import java.util.List;

/** The table {@code unreadable_items}: items that a phase skipped and requests again. */
public class UnreadableItems {
  private static final String LIST =
      """
      SELECT item, reason FROM unreadable_items WHERE repo_id = :repo AND stream = :stream
      ORDER BY since, item
      """;

  private final ReadConnection db;

  public UnreadableItems(ReadConnection db) {
    this.db = db;
  }

  /**
   * An item that could not be read.
   *
   * @param name its number, id or name; the page that holds it alone where that is unknown
   * @param reason why, for people
   */
  public record Item(String name, String reason) {}

  /** Lists the items of a stream, those that were skipped first in front. */
  public List<Item> list(long repo, String stream) {
    return db.list(LIST, row -> new Item(row.text("item"), row.text("reason")), repo, stream);
  }

  /** Adds the statements that write. */
  public static final class Writer extends UnreadableItems {
    private static final String NOTE =
        """
        INSERT INTO unreadable_items (repo_id, stream, item, reason, since) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (repo_id, stream, item) DO UPDATE SET reason = excluded.reason
        """;

    private static final String RENAME =
        """
        UPDATE OR REPLACE unreadable_items SET item = :to
        WHERE repo_id = :repo AND stream = :stream AND item = :from
        """;

    private static final String CLEAR =
        "DELETE FROM unreadable_items WHERE repo_id = :repo AND stream = :stream";

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Stores an item that was skipped; the time of the first note stays. */
    public void note(long repo, String stream, Item item, Instant now) {
      db.update(NOTE, repo, stream, item.name(), item.reason(), now);
    }

    /** Removes an item that was read or is gone. */
    public void remove(long repo, String stream, String name) {
      db.update(CLEAR + " AND item = :item", repo, stream, name);
    }

    /** Gives an item another name; the time of the first note stays. */
    public void rename(long repo, String stream, String from, String to) {
      db.update(RENAME, to, repo, stream, from);
    }

    /** Removes all items of a stream. */
    public void clear(long repo, String stream) {
      db.update(CLEAR, repo, stream);
    }
  }
}
