package dev.ghsync.store.git;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.store.git.MissingObjects.Missing;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * The tables {@code absent_objects} and {@code unfinished_packs}. Each tree and blob that a stored
 * tree names is stored, or is listed as absent, or the pack that brought the tree is unfinished.
 */
public class AbsentObjects {
  private static final String LIST =
      """
      SELECT sha, type FROM absent_objects
      WHERE repo_id = :repo AND (size IS NULL OR size <= :largest)
      ORDER BY type DESC LIMIT :most
      """;

  private static final String LIST_TOO_LARGE =
      """
      SELECT sha, size FROM absent_objects WHERE repo_id = :repo AND size > :largest ORDER BY sha
      """;

  private static final String LIST_TREES_NOT_STORED =
      """
      SELECT j.value AS sha FROM json_each(:ids) j
      WHERE NOT EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = unhex(j.value))
        AND NOT EXISTS (SELECT 1 FROM trees t WHERE t.sha = j.value)
      """;

  private static final String LIST_BLOBS_NOT_STORED =
      """
      SELECT j.value AS sha FROM json_each(:ids) j
      WHERE NOT EXISTS (SELECT 1 FROM blobs b WHERE b.sha = j.value)
      """;

  /** How many ids are looked up in one query. */
  private static final int AT_ONCE = 5_000;

  private final ReadConnection db;

  public AbsentObjects(ReadConnection db) {
    this.db = db;
  }

  /**
   * Lists absent objects of a repository, trees first.
   *
   * @param largestTree without trees that were left out and are larger, in bytes
   */
  public List<Missing> list(long repo, long largestTree, int most) {
    return db.list(
        LIST,
        row ->
            new Missing(
                ObjectId.of(row.bytes("sha"), 0), ObjectType.parse(row.text("type")).orElseThrow()),
        repo,
        largestTree,
        most);
  }

  /**
   * A tree that was left out because it did not fit into memory.
   *
   * @param size in bytes
   */
  public record LargeTree(ObjectId id, long size) {}

  /** Lists trees that were left out and are larger than this, in bytes. */
  public List<LargeTree> listTooLarge(long repo, long largest) {
    return db.list(
        LIST_TOO_LARGE,
        row -> new LargeTree(ObjectId.of(row.bytes("sha"), 0), row.number("size")),
        repo,
        largest);
  }

  /** Lists those of {@code ids} that are not stored. A blob without content counts as stored. */
  public List<ObjectId> listNotStored(ObjectType type, List<ObjectId> ids) {
    String sql = type == ObjectType.TREE ? LIST_TREES_NOT_STORED : LIST_BLOBS_NOT_STORED;
    List<ObjectId> found = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<ObjectId> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      found.addAll(db.list(sql, row -> new ObjectId(row.text("sha")), some));
    }
    return found;
  }

  /** Finds the first packed object of an unfinished pack. */
  public OptionalLong findUnfinished(long repo) {
    return db.find(
            "SELECT first_object FROM unfinished_packs WHERE repo_id = :repo",
            row -> row.optionalNumber("first_object"),
            repo)
        .orElse(OptionalLong.empty());
  }

  /** Returns whether objects that another repository stored may lack what they name. */
  public boolean othersAreIncomplete(long repo) {
    return db.isTrue(
        """
        SELECT EXISTS (SELECT 1 FROM absent_objects WHERE repo_id <> :repo)
          OR EXISTS (SELECT 1 FROM unfinished_packs WHERE repo_id <> :repo)
        """,
        repo);
  }

  /** Adds the statements that write. */
  public static final class Writer extends AbsentObjects {
    private static final String ADD =
        "INSERT OR IGNORE INTO absent_objects (sha, repo_id, type) VALUES (?, ?, ?)";

    private static final String ADD_TOO_LARGE =
        """
        INSERT INTO absent_objects (sha, repo_id, type, size) SELECT ?1, ?2, 'tree', ?3
        WHERE NOT EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = ?1)
          AND NOT EXISTS (SELECT 1 FROM trees t WHERE t.sha = lower(hex(?1)))
        ON CONFLICT (sha, repo_id) DO UPDATE SET size = excluded.size
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Lists as absent those of {@code ids} that are not stored. */
    public void add(long repo, ObjectType type, List<ObjectId> ids) {
      addAll(repo, type, listNotStored(type, ids));
    }

    /** Lists objects as absent, stored or not. */
    public void addAll(long repo, ObjectType type, Collection<ObjectId> ids) {
      try (Batch batch = db.batch(ADD)) {
        for (ObjectId id : ids) {
          batch.run(id.bytes(), repo, type.text());
        }
      }
    }

    /** Lists those of the trees as absent that are not stored. */
    public void addTooLarge(long repo, Collection<LargeTree> trees) {
      try (Batch batch = db.batch(ADD_TOO_LARGE)) {
        trees.forEach(tree -> batch.run(tree.id().bytes(), repo, tree.size()));
      }
    }

    /** Removes objects that are stored now, from the lists of all repositories. */
    public void removeAll(Collection<ObjectId> ids) {
      if (!db.isTrue("SELECT EXISTS (SELECT 1 FROM absent_objects)")) {
        return;
      }
      try (Batch batch = db.batch("DELETE FROM absent_objects WHERE sha = ?")) {
        for (ObjectId id : ids) {
          batch.run((Object) id.bytes());
        }
      }
    }

    /** Empties the list of one repository. */
    public void removeAll(long repo) {
      db.update("DELETE FROM absent_objects WHERE repo_id = ?", repo);
    }

    /** Notes that packed objects from {@code firstObject} on belong to an unfinished pack. */
    public void beginPack(long repo, long firstObject) {
      db.update(
          "INSERT OR IGNORE INTO unfinished_packs (repo_id, first_object) VALUES (?, ?)",
          repo,
          firstObject);
    }

    /** Notes that {@code absent_objects} is complete. */
    public void finishPacks(long repo) {
      db.update("DELETE FROM unfinished_packs WHERE repo_id = ?", repo);
    }
  }
}
