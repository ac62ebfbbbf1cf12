package dev.ghsync.store.git;

import dev.ghsync.model.git.ObjectHeader;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PackedObject;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The table {@code packed_objects}: trees, blobs and tag objects as packs contain them. */
public class PackedObjects {
  private static final String COLUMNS =
      "SELECT id, sha, type, size, base, data FROM packed_objects";

  private static final String LIST =
      COLUMNS + " WHERE id IN (SELECT value FROM json_each(:rows)) ORDER BY id";

  private static final String FIND_HEADER =
      "SELECT type, size FROM packed_objects WHERE sha = :sha";

  private static final String HAS_SHORT_CHAIN =
      """
      WITH RECURSIVE chain(base, length) AS (
        SELECT base, 1 FROM packed_objects WHERE sha = :sha
        UNION ALL
        SELECT p.base, c.length + 1 FROM chain c JOIN packed_objects p ON p.id = c.base
        WHERE c.length <= :most
      )
      SELECT coalesce(max(length) BETWEEN 1 AND :most, 0) FROM chain
      """;

  private final ReadConnection db;

  public PackedObjects(ReadConnection db) {
    this.db = db;
  }

  /**
   * A stored object.
   *
   * @param row its number, larger than its base's
   * @param base the number of the object to which {@code data} is a delta; empty if it is whole
   * @param data compressed by zlib
   */
  @SuppressWarnings("ArrayRecordComponent") // never changed, never compared
  public record Stored(
      long row, ObjectId id, ObjectType type, long size, OptionalLong base, byte[] data) {}

  public Optional<Stored> find(ObjectId id) {
    return db.find(COLUMNS + " WHERE sha = :sha", PackedObjects::stored, id.bytes());
  }

  /** Returns whether an object is packed, with at most {@code most} objects in its delta chain. */
  public boolean hasShortChain(ObjectId id, int most) {
    return db.isTrue(HAS_SHORT_CHAIN, id.bytes(), most);
  }

  /** Finds an object by its number. */
  public Optional<Stored> find(long row) {
    return db.find(COLUMNS + " WHERE id = :id", PackedObjects::stored, row);
  }

  /** Passes on the objects with these numbers in ascending order. */
  public void forEach(Collection<Long> rows, Consumer<Stored> consumer) {
    db.forEach(LIST, PackedObjects::stored, consumer, rows);
  }

  /** Finds an object's type and size without reading its data. */
  public Optional<ObjectHeader> findHeader(ObjectId id) {
    return db.find(
        FIND_HEADER,
        row ->
            new ObjectHeader(ObjectType.parse(row.text("type")).orElseThrow(), row.number("size")),
        id.bytes());
  }

  /**
   * Passes on the trees from row {@code first} on, bases before their deltas.
   *
   * @param most how many trees at most
   */
  public void forEachTree(long first, int most, Consumer<Stored> consumer) {
    db.forEach(
        COLUMNS + " WHERE id >= :first AND type = 'tree' ORDER BY id LIMIT :most",
        PackedObjects::stored,
        consumer,
        first,
        most);
  }

  private static Stored stored(Row row) throws SQLException {
    return new Stored(
        row.number("id"),
        ObjectId.of(row.bytes("sha"), 0),
        ObjectType.parse(row.text("type")).orElseThrow(),
        row.number("size"),
        row.optionalNumber("base"),
        row.bytes("data"));
  }

  /** Adds the statements that write. */
  public static final class Writer extends PackedObjects {
    private static final String NEXT_ROW = "SELECT coalesce(max(id), 0) + 1 FROM packed_objects";
    private static final String FIND_ROW = "SELECT id FROM packed_objects WHERE sha = :sha";
    private static final String INSERT =
        """
        INSERT OR IGNORE INTO packed_objects (id, sha, type, size, base, data)
        VALUES (?, ?, ?, ?, ?, ?)
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Returns the number that the next object gets. */
    public long nextRow() {
      return db.number(NEXT_ROW);
    }

    /**
     * Stores objects with their data. Those that are stored already stay as they are.
     *
     * @throws IllegalStateException if a base is neither stored nor precedes its delta
     */
    public void insert(Collection<PackedObject> objects) {
      Map<ObjectId, Long> rows = new HashMap<>();
      long row = objects.isEmpty() ? 0 : nextRow();
      try (Batch batch = db.batch(INSERT)) {
        for (PackedObject object : objects) {
          Long base =
              object.base().map(id -> rows.computeIfAbsent(id, this::requireRow)).orElse(null);
          int added =
              batch.run(
                  row,
                  object.id().bytes(),
                  object.type().text(),
                  object.size(),
                  base,
                  object.data());
          if (added > 0) {
            rows.put(object.id(), row++);
          }
        }
      }
    }

    private long requireRow(ObjectId id) {
      return db.find(FIND_ROW, row -> row.number("id"), id.bytes())
          .orElseThrow(() -> new IllegalStateException("a delta's base is not stored: " + id));
    }
  }
}
