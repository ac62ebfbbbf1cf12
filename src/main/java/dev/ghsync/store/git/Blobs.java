package dev.ghsync.store.git;

import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PackedObject;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The table {@code blobs}: contents of files. */
public class Blobs {
  private static final String LIST_UP_TO =
      """
      SELECT sha FROM blobs WHERE size <= :max AND sha IN (SELECT value FROM json_each(:shas))
      """;

  private static final String FIND = "SELECT size, content FROM blobs WHERE sha = :sha";
  private static final String FIND_STATE = "SELECT size, omitted FROM blobs WHERE sha = :sha";

  private final ReadConnection db;

  public Blobs(ReadConnection db) {
    this.db = db;
  }

  /** Says where a blob's content is. */
  public enum Place {
    /** In the table {@code blobs}. */
    UNFOLDED,
    /** Only in the table {@code packed_objects}. */
    PACKED,
    /** Nowhere, since the blob is larger than the limit. */
    NOWHERE
  }

  /**
   * A blob that has a row.
   *
   * @param size in bytes
   */
  public record State(long size, Place place) {}

  /** Finds a blob. Its content is null if it is only packed or was not stored for its size. */
  public Optional<Blob> find(ObjectId id) {
    return db.find(
        FIND,
        row -> new Blob(id, row.number("size"), row.optionalBytes("content").orElse(null)),
        id);
  }

  /** Finds a blob's size, and where its content is. */
  public Optional<State> findState(ObjectId id) {
    return db.find(
        FIND_STATE,
        row -> new State(row.number("size"), place(row.optionalText("omitted").orElse(""))),
        id);
  }

  private static Place place(String omitted) {
    return switch (omitted) {
      case "" -> Place.UNFOLDED;
      case "packed" -> Place.PACKED;
      default -> Place.NOWHERE;
    };
  }

  /** Lists those of {@code ids} that are known to have at most {@code largest} bytes. */
  public List<ObjectId> listUpTo(Collection<ObjectId> ids, long largest) {
    return db.list(LIST_UP_TO, row -> new ObjectId(row.text("sha")), largest, ids);
  }

  /** Adds the statements that write. */
  public static final class Writer extends Blobs {
    private static final String INSERT_LEFT_OUT =
        "INSERT OR IGNORE INTO blobs (sha, size, omitted) VALUES (?, ?, 'too-large')";

    /** A blob that was left out before and is packed now takes its place. */
    private static final String INSERT_PACKED =
        """
        INSERT INTO blobs (sha, size, omitted)
        VALUES (?, ?, 'packed')
        ON CONFLICT (sha) DO UPDATE SET omitted = excluded.omitted
        WHERE blobs.omitted = 'too-large'
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Stores the sizes of blobs without content. */
    public void insertLeftOut(Collection<Blob> blobs) {
      try (Batch batch = db.batch(INSERT_LEFT_OUT)) {
        for (Blob blob : blobs) {
          batch.run(blob.id(), blob.size());
        }
      }
    }

    /** Stores the sizes of blobs whose contents are packed; a content that is here stays. */
    public void insertPacked(Collection<PackedObject> objects) {
      try (Batch batch = db.batch(INSERT_PACKED)) {
        for (PackedObject object : objects) {
          if (object.type() == ObjectType.BLOB) {
            batch.run(object.id(), object.size());
          }
        }
      }
    }
  }
}
