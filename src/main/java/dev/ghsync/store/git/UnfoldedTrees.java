package dev.ghsync.store.git;

import dev.ghsync.model.git.CommitScope;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.git.ObjectGraph.Numbered;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table {@code unfolded_roots}, and which trees and contents are unfolded: {@code trees},
 * {@code tree_rows} and {@code blobs.content}.
 */
public class UnfoldedTrees {
  private static final String ROOTS =
      """
      SELECT c.tree_sha FROM refs r
      JOIN commits c ON c.repo_id = r.repo_id AND c.sha = r.peeled_sha
      WHERE r.repo_id = :repo AND %1$s
      UNION
      SELECT r.peeled_sha FROM refs r
      WHERE r.repo_id = :repo AND r.peeled_type IN ('tree', 'blob') AND %1$s
      """;

  private static final String COMMIT_ROOTS =
      " UNION SELECT tree_sha FROM commits WHERE repo_id = :repo";

  private static final String LIST_PACKED_BLOBS =
      """
      SELECT j.value AS sha FROM json_each(:ids) j
      WHERE EXISTS (SELECT 1 FROM blobs b WHERE b.sha = j.value AND b.omitted = 'packed')
      """;

  private static final String LIST_PACKED_ROWS =
      """
      SELECT p.id, b.sha FROM packed_objects p CROSS JOIN blobs b ON b.sha = lower(hex(p.sha))
      WHERE p.id BETWEEN :first AND :last AND p.type = 'blob' AND b.omitted = 'packed'
      ORDER BY p.id LIMIT :most
      """;

  /** The unfolded trees that no root reaches and that are packed, so that they can go. */
  private static final String LIST_LEFT =
      """
      WITH RECURSIVE root(sha) AS (
        SELECT sha FROM unfolded_roots
        WHERE repo_id <> :repo OR sha NOT IN (SELECT value FROM json_each(:removed))
        UNION
        %s
      ), kept(id) AS (
        SELECT t.id FROM root r JOIN trees t ON t.sha = r.sha
        UNION
        SELECT t.id FROM kept k
        CROSS JOIN tree_rows e ON e.tree = k.id AND e.mode & 61440 = 16384
        JOIN trees t ON t.sha = lower(hex(e.sha))
      )
      SELECT t.id FROM trees t WHERE t.id NOT IN (SELECT id FROM kept)
        AND EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = unhex(t.sha))
      """
          .formatted(UnfoldedRows.HEADS_WITHOUT_ROOTS);

  /** The contents that only these trees show; a root may be a blob. */
  private static final String LIST_LEFT_BLOBS =
      """
      WITH gone(id) AS (SELECT value FROM json_each(:trees))
      SELECT DISTINCT lower(hex(e.sha)) AS sha
      FROM gone g CROSS JOIN tree_rows e ON e.tree = g.id
      WHERE e.mode & 61440 IN (32768, 40960)
        AND EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = e.sha)
      EXCEPT
      SELECT lower(hex(e.sha)) FROM tree_rows e
      WHERE e.mode & 61440 IN (32768, 40960) AND e.tree NOT IN (SELECT id FROM gone)
      EXCEPT
      SELECT sha FROM unfolded_roots
      """;

  private final ReadConnection db;

  public UnfoldedTrees(ReadConnection db) {
    this.db = db;
  }

  /** Lists the roots in {@code scope}: trees, and blobs that tags name. */
  public Set<String> roots(long repo, CommitScope scope) {
    String sql = ROOTS.formatted(MissingContent.condition(scope));
    return new HashSet<>(db.texts(scope == CommitScope.ALL ? sql + COMMIT_ROOTS : sql, repo));
  }

  /**
   * Lists the roots below which something may be unfolded.
   *
   * @return whether everything is
   */
  public Map<String, Boolean> unfoldedRoots(long repo) {
    Map<String, Boolean> roots = new HashMap<>();
    db.forEach(
        "SELECT sha, complete FROM unfolded_roots WHERE repo_id = :repo",
        row -> Map.entry(row.text("sha"), row.flag("complete")),
        root -> roots.put(root.getKey(), root.getValue()),
        repo);
    return roots;
  }

  /** Counts the roots that all repositories of the file have unfolded. */
  public long countRoots() {
    return db.number("SELECT count(*) FROM unfolded_roots");
  }

  /** Lists those of {@code blobs} whose contents are only packed. */
  public List<ObjectId> listPacked(Collection<ObjectId> blobs) {
    return db.list(LIST_PACKED_BLOBS, row -> new ObjectId(row.text("sha")), blobs);
  }

  /** Lists blobs whose contents are only packed, between two rows of the packed objects. */
  public List<Numbered> listPacked(long first, long last, int most) {
    return db.list(
        LIST_PACKED_ROWS,
        row -> new Numbered(new ObjectId(row.text("sha")), row.number("id")),
        first,
        last,
        most);
  }

  /**
   * Lists the numbers of unfolded trees that no root reaches and that are packed.
   *
   * @param removed roots of the repository that do not count
   */
  public List<Long> listLeft(long repo, Collection<String> removed) {
    return db.numbers(LIST_LEFT, repo, removed);
  }

  /** Lists blobs that are packed and that only these trees show. */
  public List<ObjectId> listLeftBlobs(Collection<Long> trees) {
    return db.list(LIST_LEFT_BLOBS, row -> new ObjectId(row.text("sha")), trees);
  }

  /** Adds the statements that write. */
  public static final class Writer extends UnfoldedTrees {
    private static final String INSERT_CONTENT =
        """
        INSERT OR REPLACE INTO blobs (sha, size, omitted, content)
        SELECT sha, size, NULL, ?2 FROM blobs WHERE sha = ?1 AND omitted = 'packed'
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Stores roots, and whether everything below them is unfolded. */
    public void setRoots(long repo, Collection<String> roots, boolean complete) {
      String sql =
          "INSERT OR REPLACE INTO unfolded_roots (repo_id, sha, complete) VALUES (?, ?, ?)";
      try (Batch batch = db.batch(sql)) {
        roots.forEach(root -> batch.run(repo, root, complete));
      }
    }

    public void removeRoots(long repo, Collection<String> roots) {
      try (Batch batch = db.batch("DELETE FROM unfolded_roots WHERE repo_id = ? AND sha = ?")) {
        roots.forEach(root -> batch.run(repo, root));
      }
    }

    /** Notes that files below the roots of any repository may have to be unfolded again. */
    public void markIncomplete() {
      db.update("UPDATE unfolded_roots SET complete = 0");
    }

    /** Stores the content of a packed blob also as it is. The row moves to the table's end. */
    public void addContent(ObjectId blob, byte[] content) {
      db.update(INSERT_CONTENT, blob, content);
    }

    /** Removes contents of blobs; their packed forms stay. */
    public void removeContents(Collection<ObjectId> blobs) {
      try (Batch content =
          db.batch("UPDATE blobs SET content = NULL, omitted = 'packed' WHERE sha = ?")) {
        blobs.forEach(content::run);
      }
    }
  }
}
