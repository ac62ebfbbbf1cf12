package dev.ghsync.store.state;

import dev.ghsync.store.sql.SqlValues;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code unreadable_items}: items that a phase passed over and asks for again. */
public final class UnreadableItems {
  private static final String LIST =
      """
      SELECT item, reason FROM unreadable_items WHERE repo_id = :repo AND stream = :stream
      ORDER BY since, item
      """;

  private static final String NOTE =
      """
      INSERT INTO unreadable_items (repo_id, stream, item, reason, since)
      VALUES (:repo, :stream, :item, :reason, :now)
      ON CONFLICT (repo_id, stream, item) DO UPDATE SET reason = excluded.reason
      """;

  private static final String REMOVE =
      "DELETE FROM unreadable_items WHERE repo_id = :repo AND stream = :stream AND item = :item";

  private static final String RENAME =
      """
      UPDATE OR REPLACE unreadable_items SET item = :to
      WHERE repo_id = :repo AND stream = :stream AND item = :from
      """;

  private static final String CLEAR =
      "DELETE FROM unreadable_items WHERE repo_id = :repo AND stream = :stream";

  private final Handle handle;

  public UnreadableItems(Handle handle) {
    this.handle = handle;
  }

  /**
   * An item that could not be read.
   *
   * @param name its number, id or name; the page that holds it alone where that is unknown
   * @param reason why, for people
   */
  public record Item(String name, String reason) {}

  /** Returns the items of a stream, those that were passed over first in front. */
  public List<Item> list(long repo, String stream) {
    return handle
        .createQuery(LIST)
        .bind("repo", repo)
        .bind("stream", stream)
        .map((row, context) -> new Item(row.getString("item"), row.getString("reason")))
        .list();
  }

  /** Notes an item that was passed over; the time of the first note stays. */
  public void note(long repo, String stream, Item item, Instant now) {
    handle
        .createUpdate(NOTE)
        .bind("repo", repo)
        .bind("stream", stream)
        .bind("item", item.name())
        .bind("reason", item.reason())
        .bind("now", SqlValues.text(now))
        .execute();
  }

  /** Forgets an item: it was read, or it is gone. */
  public void remove(long repo, String stream, String name) {
    handle
        .createUpdate(REMOVE)
        .bind("repo", repo)
        .bind("stream", stream)
        .bind("item", name)
        .execute();
  }

  /** The item is known by another name now; when it was first passed over stays. */
  public void rename(long repo, String stream, String from, String to) {
    handle
        .createUpdate(RENAME)
        .bind("repo", repo)
        .bind("stream", stream)
        .bind("from", from)
        .bind("to", to)
        .execute();
  }

  /** Forgets all items of a stream. */
  public void clear(long repo, String stream) {
    handle.createUpdate(CLEAR).bind("repo", repo).bind("stream", stream).execute();
  }
}
