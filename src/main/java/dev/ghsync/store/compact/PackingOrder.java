package dev.ghsync.store.compact;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.store.Connections;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * Objects in an order in which similar ones are neighbours, as git sorts them to find deltas: by
 * type, name and size. The root trees of commits have no name and are sorted by time.
 *
 * <p>The list is a temporary table of a connection of its own, which SQLite keeps on the disk if it
 * is long. It is made by reading the whole database once; no transaction is open afterwards.
 */
public final class PackingOrder implements AutoCloseable {
  private static final String CREATE_WANTED =
      """
      CREATE TEMP TABLE wanted (sha BLOB PRIMARY KEY, type TEXT, size INTEGER) WITHOUT ROWID
      """;

  private static final String CREATE_NAMES =
      "CREATE TEMP TABLE names (sha BLOB PRIMARY KEY, name) WITHOUT ROWID";

  private static final String UNPACKED_TREES =
      """
      INSERT INTO wanted (sha, type, size)
      SELECT unhex(t.sha), 'tree',
        (SELECT sum(28 + length(e.name)) FROM tree_rows e WHERE e.tree = t.id)
      FROM trees t
      WHERE NOT EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = unhex(t.sha))
      """;

  private static final String UNPACKED_BLOBS =
      """
      INSERT INTO wanted (sha, type, size)
      SELECT unhex(b.sha), 'blob', b.size FROM blobs b
      WHERE b.omitted IS NULL
        AND NOT EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = unhex(b.sha))
      """;

  private static final String NAMES_OF_ROWS =
      "INSERT OR IGNORE INTO names (sha, name) SELECT sha, name FROM tree_rows";

  private static final String TIMES_OF_ROOTS =
      """
      INSERT OR IGNORE INTO names (sha, name)
      SELECT unhex(tree_sha), committed_at FROM commits ORDER BY committed_at
      """;

  private static final String CREATE_ORDER =
      """
      CREATE TEMP TABLE ordered AS
      SELECT w.sha, w.type, w.size FROM wanted w LEFT JOIN names n ON n.sha = w.sha
      ORDER BY w.type DESC, n.name, w.size DESC, w.sha
      """;

  private static final String NEXT =
      """
      SELECT rowid AS number, sha, type, size FROM ordered WHERE rowid > :last
      ORDER BY rowid LIMIT :most
      """;

  private final WriteConnection scratch;
  private long last;

  private PackingOrder(Path database) {
    scratch = Connections.inMemory(database);
    try {
      scratch.update("ATTACH :file AS db", Connections.uri(database) + "?mode=ro");
      scratch.update("PRAGMA cache_size = -16000");
      scratch.update(CREATE_WANTED);
      scratch.update(CREATE_NAMES);
    } catch (RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  /**
   * An object of the list.
   *
   * @param number its place, from 1
   * @param size in bytes; of a tree an estimate
   */
  public record Item(long number, ObjectId id, ObjectType type, long size) {}

  /** Lists the trees and contents that are stored unfolded and not packed. */
  public static PackingOrder ofUnpacked(Path database) {
    PackingOrder order = new PackingOrder(database);
    order.scratch.update(UNPACKED_TREES);
    order.scratch.update(UNPACKED_BLOBS);
    if (order.scratch.isTrue("SELECT EXISTS (SELECT 1 FROM wanted)")) {
      order.scratch.update(NAMES_OF_ROWS);
      order.scratch.update(TIMES_OF_ROOTS);
    }
    order.scratch.update(CREATE_ORDER);
    return order;
  }

  public long size() {
    return scratch.number("SELECT count(*) FROM ordered");
  }

  /** Returns the next items; empty at the end. */
  public List<Item> next(int most) {
    List<Item> items = scratch.list(NEXT, PackingOrder::item, last, most);
    if (!items.isEmpty()) {
      last = items.get(items.size() - 1).number();
    }
    return items;
  }

  private static Item item(Row row) throws SQLException {
    return new Item(
        row.number("number"),
        ObjectId.of(row.bytes("sha"), 0),
        ObjectType.parse(row.text("type")).orElseThrow(),
        row.number("size"));
  }

  @Override
  public void close() {
    scratch.close();
  }
}
