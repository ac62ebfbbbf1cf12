package dev.ghsync.store.git;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The rows of all tables of git objects, to find and remove those that no ref reaches. */
public class PruneRows {
  /** A ref pointed at the old object of a change until the change was seen. */
  private static final String ROOTS =
      """
      SELECT target_sha AS sha FROM refs WHERE repo_id = :repo
      UNION
      SELECT old_sha FROM ref_changes
      WHERE repo_id = :repo AND old_sha IS NOT NULL AND seen_at >= :since
      UNION
      SELECT head_sha FROM pulls WHERE repo_id = :repo AND head_sha IS NOT NULL
      """;

  /** All that a repository has: the newest of its commits reach the others. */
  private static final String ALL_ROOTS =
      """
      SELECT target_sha AS sha FROM refs WHERE repo_id = :repo
      UNION
      SELECT old_sha FROM ref_changes WHERE repo_id = :repo AND old_sha IS NOT NULL
      UNION
      SELECT head_sha FROM pulls WHERE repo_id = :repo AND head_sha IS NOT NULL
      UNION
      SELECT sha FROM tags WHERE repo_id = :repo
      UNION
      SELECT sha FROM (SELECT sha FROM commits WHERE repo_id = :repo
        EXCEPT SELECT parent_sha FROM commit_parents WHERE repo_id = :repo)
      """;

  private static final String UNFINISHED =
      """
      SELECT p.full_name AS name FROM repos p
      WHERE EXISTS (SELECT 1 FROM unfinished_packs u WHERE u.repo_id = p.id)
        OR NOT EXISTS (SELECT 1 FROM refs r WHERE r.repo_id = p.id)
          AND NOT EXISTS (SELECT 1 FROM ref_changes c WHERE c.repo_id = p.id)
          AND EXISTS (SELECT 1 FROM commits c WHERE c.repo_id = p.id)
      ORDER BY p.full_name LIMIT 1
      """;

  private static final String DELTAS =
      "SELECT id AS row, base FROM packed_objects WHERE base IS NOT NULL ORDER BY id";

  private final ReadConnection db;

  public PruneRows(ReadConnection db) {
    this.db = db;
  }

  /** The forms in which trees, blobs and tags are stored, and how their rows are numbered. */
  public enum Form {
    /** Packed, and perhaps unfolded too. */
    PACKED("SELECT id AS row, sha, type FROM packed_objects"),
    /** Trees that are only unfolded. */
    TREE(
        """
        SELECT t.id AS row, unhex(t.sha) AS sha, 'tree' AS type FROM trees t
        WHERE NOT EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = unhex(t.sha))
        """),
    /** Blobs that are only unfolded, or of which only the size is known. */
    BLOB(
        """
        SELECT b.rowid AS row, unhex(b.sha) AS sha, 'blob' AS type FROM blobs b
        WHERE NOT EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = unhex(b.sha))
        """);

    private final String list;

    Form(String list) {
      this.list = list;
    }
  }

  /** Tables of objects of one repository. */
  public enum Owned {
    COMMITS("commits"),
    TAGS("tags");

    private final String table;

    Owned(String table) {
      this.table = table;
    }
  }

  /** An object in one of the forms, by the number of its row. */
  public record StoredRow(long row, ObjectId id, ObjectType type) {}

  /** A packed object and the one to which it is a delta, by their numbers. */
  public record DeltaRow(long row, long base) {}

  /** Lists what refs point at, what they have pointed at since then, and heads of pull requests. */
  public List<ObjectId> roots(long repo, Instant since) {
    return db.list(ROOTS, row -> new ObjectId(row.text("sha")), repo, since);
  }

  /** Lists objects from which everything can be reached that belongs to a repository. */
  public List<ObjectId> allRoots(long repo) {
    return db.list(ALL_ROOTS, row -> new ObjectId(row.text("sha")), repo);
  }

  /**
   * Finds a repository whose refs do not tell which of its objects are needed: an interrupted run
   * has stored a part of a pack, or its refs were never listed.
   */
  public Optional<String> findUnfinished() {
    return db.find(UNFINISHED, row -> row.text("name"));
  }

  /** Returns whether commits of a repository are stored. */
  public boolean hasCommits(long repo) {
    return db.isTrue("SELECT EXISTS (SELECT 1 FROM commits WHERE repo_id = :repo)", repo);
  }

  /** Passes on all objects that are stored in a form. */
  public void forEach(Form form, Consumer<StoredRow> consumer) {
    db.forEach(
        form.list,
        row ->
            new StoredRow(
                row.number("row"),
                ObjectId.of(row.bytes("sha"), 0),
                ObjectType.parse(row.text("type")).orElseThrow()),
        consumer);
  }

  /** Passes on all rows of a repository in a table. */
  public void forEach(Owned table, long repo, Consumer<ObjectId> consumer) {
    db.forEach(
        "SELECT sha FROM " + table.table + " WHERE repo_id = :repo",
        row -> new ObjectId(row.text("sha")),
        consumer,
        repo);
  }

  /** Passes on the objects that trees name and that are not stored. */
  public void forEachAbsent(Consumer<ObjectId> consumer) {
    db.forEach(
        "SELECT DISTINCT sha FROM absent_objects",
        row -> ObjectId.of(row.bytes("sha"), 0),
        consumer);
  }

  /** Passes on all packed deltas, bases first. */
  public void forEachDelta(Consumer<DeltaRow> consumer) {
    db.forEach(DELTAS, row -> new DeltaRow(row.number("row"), row.number("base")), consumer);
  }

  /** Adds the statements that write. Each takes a few thousand rows at a time. */
  public static final class Writer extends PruneRows {
    private static final String IDS =
        """
        (SELECT lower(hex(sha)) FROM packed_objects
          WHERE id IN (SELECT value FROM json_each(:rows)))
        """;

    private static final List<String> REMOVE_PACKED =
        List.of(
            "DELETE FROM unfolded_roots WHERE sha IN " + IDS,
            "DELETE FROM tree_rows WHERE tree IN (SELECT id FROM trees WHERE sha IN " + IDS + ")",
            "DELETE FROM trees WHERE sha IN " + IDS,
            "DELETE FROM blobs WHERE sha IN " + IDS,
            "DELETE FROM packed_objects WHERE id IN (SELECT value FROM json_each(:rows))");

    private static final List<String> REMOVE_TREES =
        List.of(
            """
            DELETE FROM unfolded_roots WHERE sha IN
              (SELECT sha FROM trees WHERE id IN (SELECT value FROM json_each(:rows)))
            """,
            "DELETE FROM tree_rows WHERE tree IN (SELECT value FROM json_each(:rows))",
            "DELETE FROM trees WHERE id IN (SELECT value FROM json_each(:rows))");

    private static final List<String> REMOVE_BLOBS =
        List.of(
            """
            DELETE FROM unfolded_roots WHERE sha IN
              (SELECT sha FROM blobs WHERE rowid IN (SELECT value FROM json_each(:rows)))
            """,
            "DELETE FROM blobs WHERE rowid IN (SELECT value FROM json_each(:rows))");

    private static final String REMOVE_TIPS =
        """
        DELETE FROM %s WHERE repo_id = :repo AND sha NOT IN (SELECT peeled_sha FROM refs
          WHERE repo_id = :repo AND peeled_sha IS NOT NULL)
        """;

    private static final String REMOVE_OWNED =
        "DELETE FROM %s WHERE repo_id = :repo AND sha IN (SELECT value FROM json_each(:ids))";

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Replaces the data of a packed object; its number stays. */
    public void replace(long row, Optional<Long> base, byte[] data) {
      db.update("UPDATE packed_objects SET base = ?, data = ? WHERE id = ?", base, data, row);
    }

    /** Removes what is said about the completeness of commits that no ref names. */
    public void removeTips(long repo) {
      db.update(REMOVE_TIPS.formatted("content_tips"), repo);
      db.update(REMOVE_TIPS.formatted("history_tips"), repo);
    }

    /** Removes rows of one repository, and the parents of its commits. */
    public void remove(Owned table, long repo, List<ObjectId> ids) {
      db.update(REMOVE_OWNED.formatted(table.table), repo, ids);
      if (table == Owned.COMMITS) {
        db.update(REMOVE_OWNED.formatted("commit_parents"), repo, ids);
      }
    }

    /** Removes objects by their numbers, packed and unfolded. */
    public void remove(Form form, Collection<Long> rows) {
      List<String> statements =
          switch (form) {
            case PACKED -> REMOVE_PACKED;
            case TREE -> REMOVE_TREES;
            case BLOB -> REMOVE_BLOBS;
          };
      statements.forEach(sql -> db.update(sql, rows));
    }

    /** Removes objects from the list of those that are not stored. */
    public void removeAbsent(List<ObjectId> ids) {
      db.update(
          "DELETE FROM absent_objects WHERE sha IN (SELECT unhex(value) FROM json_each(:ids))",
          ids);
    }
  }
}
