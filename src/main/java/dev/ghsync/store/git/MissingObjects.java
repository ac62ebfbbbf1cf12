package dev.ghsync.store.git;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Git objects that the refs reach and that are not stored. They follow from the stored rows and not
 * from the state of a run, so that no interruption can lose any.
 *
 * <p>{@code CROSS JOIN} keeps the order of the tables, from the commit to its parents. SQLite would
 * otherwise scan all parents for each commit, see the <a
 * href="https://www.sqlite.org/optoverview.html#manual_control_of_query_plans_using_cross_join">
 * query planner</a>.
 */
public class MissingObjects {
  private static final String ALL = "";

  /** Refs of which no earlier run found that everything behind them is stored. */
  private static final String UNCHECKED =
      """
      AND (f.peeled_sha IS NULL OR f.peeled_type = 'commit' AND NOT EXISTS
        (SELECT 1 FROM history_tips h WHERE h.repo_id = :repo AND h.sha = f.peeled_sha))
      """;

  private static final String NAMED =
      """
      WITH RECURSIVE named(sha, type) AS (
        SELECT f.target_sha, f.target_type FROM refs f WHERE f.repo_id = :repo %s
        UNION
        SELECT t.target_sha, t.target_type
        FROM named n JOIN tags t ON t.repo_id = :repo AND t.sha = n.sha WHERE n.type = 'tag'
      )
      SELECT n.sha, n.type FROM named n
      WHERE n.type = 'commit'
          AND NOT EXISTS (SELECT 1 FROM commits c WHERE c.repo_id = :repo AND c.sha = n.sha)
        OR n.type = 'tag'
          AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.repo_id = :repo AND t.sha = n.sha)
      ORDER BY n.sha = (SELECT r.target_sha FROM repos p JOIN refs r ON r.id = p.head_ref_id
                        WHERE p.id = :repo) DESC
      """;

  /** Costs less than a walk if every parent is stored. */
  private static final String ANY_PARENT =
      """
      SELECT EXISTS (SELECT 1 FROM history_tips WHERE repo_id = :repo)
        OR EXISTS (SELECT 1 FROM commit_parents p WHERE p.repo_id = :repo AND NOT EXISTS
          (SELECT 1 FROM commits c WHERE c.repo_id = :repo AND c.sha = p.parent_sha))
      """;

  private static final String PARENTS =
      """
      WITH RECURSIVE reached(sha) AS (
        SELECT f.peeled_sha FROM refs f
        WHERE f.repo_id = :repo AND f.peeled_type = 'commit' %s
        UNION
        SELECT p.parent_sha FROM reached r
        CROSS JOIN commit_parents p ON p.repo_id = :repo AND p.sha = r.sha %s
      )
      SELECT r.sha, 'commit' AS type FROM reached r
      WHERE NOT EXISTS (SELECT 1 FROM commits c WHERE c.repo_id = :repo AND c.sha = r.sha)
        AND NOT EXISTS (SELECT 1 FROM refs f WHERE f.repo_id = :repo AND f.peeled_sha = r.sha)
      """;

  private static final String UNTIL_CHECKED =
      """
      WHERE NOT EXISTS
        (SELECT 1 FROM history_tips h WHERE h.repo_id = :repo AND h.sha = p.parent_sha)
      """;

  /**
   * Selects the objects below the trees of {@code root} that are not stored. 16384 is a directory,
   * 32768 a file, 40960 a symbolic link; the rest are submodules. A directory is entered once; one
   * that is not stored has no number. Usually everything is stored, and then a lookup for each
   * entry costs less than distinct objects.
   */
  private static final String BELOW =
      """
      , folders(tree, sha) AS (
        SELECT t.id, CASE WHEN t.id IS NULL THEN r.sha END
        FROM root r LEFT JOIN trees t ON t.sha = r.sha WHERE r.type = 'tree'
        UNION
        SELECT t.id, CASE WHEN t.id IS NULL THEN lower(hex(e.sha)) END
        FROM folders f CROSS JOIN tree_rows e ON e.tree = f.tree AND e.mode & 61440 = 16384
        LEFT JOIN trees t ON t.sha = lower(hex(e.sha))
      ), files(sha) AS (
        SELECT sha FROM root WHERE type = 'blob'
        UNION ALL
        SELECT lower(hex(e.sha)) FROM folders f CROSS JOIN tree_rows e ON e.tree = f.tree
        WHERE e.mode & 61440 IN (32768, 40960)
      )
      SELECT sha, 'tree' AS type FROM folders WHERE tree IS NULL
      UNION ALL
      SELECT DISTINCT f.sha, 'blob' FROM files f
      WHERE NOT EXISTS (SELECT 1 FROM blobs b WHERE b.sha = f.sha)
        OR f.sha IN (SELECT b.sha FROM blobs b WHERE b.omitted IS NOT NULL AND b.size <= :max)
      ORDER BY type DESC
      LIMIT :most
      """;

  private static final String HEADS_CONTENT =
      """
      WITH RECURSIVE root(sha, type) AS (
        SELECT coalesce(c.tree_sha, r.peeled_sha),
               CASE r.peeled_type WHEN 'commit' THEN 'tree' ELSE r.peeled_type END
        FROM refs r LEFT JOIN commits c ON c.repo_id = :repo AND c.sha = r.peeled_sha
        WHERE r.repo_id = :repo AND r.peeled_sha IS NOT NULL
          AND (c.sha IS NOT NULL OR r.peeled_type <> 'commit')
          AND NOT EXISTS (SELECT 1 FROM content_tips k
            WHERE k.repo_id = :repo AND k.sha = r.peeled_sha AND k.max_blob_size >= :known)
      )"""
          + BELOW;

  /** Stops at tips behind which everything is stored. */
  private static final String ALL_CONTENT =
      """
      WITH RECURSIVE reached(sha) AS (
        SELECT peeled_sha FROM refs WHERE repo_id = :repo AND peeled_type = 'commit'
          AND NOT EXISTS (SELECT 1 FROM content_tips k WHERE k.repo_id = :repo
            AND k.sha = peeled_sha AND k.history = 1 AND k.max_blob_size >= :known)
        UNION
        SELECT p.parent_sha FROM reached r
        CROSS JOIN commit_parents p ON p.repo_id = :repo AND p.sha = r.sha
        WHERE NOT EXISTS (SELECT 1 FROM content_tips k WHERE k.repo_id = :repo
          AND k.sha = p.parent_sha AND k.history = 1 AND k.max_blob_size >= :known)
      ), root(sha, type) AS (
        SELECT DISTINCT c.tree_sha, 'tree'
        FROM reached r CROSS JOIN commits c ON c.repo_id = :repo AND c.sha = r.sha
        UNION
        SELECT peeled_sha, peeled_type FROM refs
        WHERE repo_id = :repo AND peeled_type IN ('tree', 'blob')
      )"""
          + BELOW;

  private static final String LIST_TIPS =
      """
      SELECT k.sha, c.tree_sha FROM content_tips k
      JOIN commits c ON c.repo_id = k.repo_id AND c.sha = k.sha
      WHERE k.repo_id = :repo
      """;

  /** The bounds of the last complete run; no row where no contents were requested. */
  private static final String FIND_BOUNDS =
      """
      SELECT max(history) AS history, max(max_blob_size) AS max FROM content_tips
      WHERE repo_id = :repo GROUP BY repo_id
      """;

  /** Those that a ref has left a short while ago are the likeliest ancestors of new commits. */
  private static final String KNOWN_TIPS =
      """
      SELECT c.sha FROM (
        SELECT old_sha AS sha, 0 AS place FROM (SELECT old_sha FROM ref_changes
          WHERE repo_id = :repo AND old_sha IS NOT NULL ORDER BY id DESC LIMIT 256)
        UNION ALL
        SELECT peeled_sha, id IS NOT (SELECT head_ref_id FROM repos WHERE id = :repo) FROM refs
        WHERE repo_id = :repo AND peeled_type = 'commit'
      ) t CROSS JOIN commits c ON c.repo_id = :repo AND c.sha = t.sha
      GROUP BY c.sha ORDER BY min(t.place), c.committed_at DESC LIMIT :most
      """;

  private final ReadConnection db;

  public MissingObjects(ReadConnection db) {
    this.db = db;
  }

  /** An object that is not stored. */
  public record Missing(ObjectId id, ObjectType type) {}

  /** A commit whose files are all stored, and with them everything that its tree reaches. */
  public record ContentTip(ObjectId id, ObjectId tree) {}

  /**
   * Lists commits and tag objects that refs name, the default branch's first. Refs must be peeled
   * as far as possible, see {@link Refs.Writer#peel}.
   */
  public List<Missing> named(long repo) {
    return db.list(NAMED.formatted(UNCHECKED), MissingObjects::missing, repo);
  }

  /**
   * Lists parents of commits reachable from the refs: the places where a history was cut short. The
   * walk ends at commits whose history is complete, see {@link HistoryTips}.
   */
  public List<Missing> parents(long repo) {
    return db.isTrue(ANY_PARENT, repo)
        ? db.list(PARENTS.formatted(UNCHECKED, UNTIL_CHECKED), MissingObjects::missing, repo)
        : List.of();
  }

  /**
   * Lists trees and blobs, trees first. Objects below a missing tree are found once that is stored.
   *
   * @param history of all commits, not only of those that refs name
   * @param maxBlobSize in bytes; a larger blob that has a row is not missing
   * @param most how many to list; the others are found when these are stored
   */
  public List<Missing> content(long repo, boolean history, long maxBlobSize, int most) {
    String sql = history ? ALL_CONTENT : HEADS_CONTENT;
    return db.list(sql, MissingObjects::missing, repo, maxBlobSize, maxBlobSize, most);
  }

  /**
   * Passes on everything that is missing, also behind what an earlier run found to be complete:
   * named objects, parents, and the contents within the bounds of the last complete run.
   */
  public void forEach(long repo, Consumer<Missing> consumer) {
    record Bounds(boolean history, long maxBlobSize) {}
    db.forEach(NAMED.formatted(ALL), MissingObjects::missing, consumer, repo);
    db.forEach(PARENTS.formatted(ALL, ALL), MissingObjects::missing, consumer, repo);
    db.find(FIND_BOUNDS, row -> new Bounds(row.flag("history"), row.number("max")), repo)
        .ifPresent(
            bounds ->
                db.forEach(
                    bounds.history() ? ALL_CONTENT : HEADS_CONTENT,
                    MissingObjects::missing,
                    consumer,
                    repo,
                    Long.MAX_VALUE,
                    bounds.maxBlobSize(),
                    Integer.MAX_VALUE));
  }

  public List<ContentTip> listContentTips(long repo) {
    return db.list(
        LIST_TIPS,
        row -> new ContentTip(new ObjectId(row.text("sha")), new ObjectId(row.text("tree_sha"))),
        repo);
  }

  /**
   * Lists stored commits that a ref names or named a short while ago.
   *
   * @param most how many to list, the likeliest ancestors of new commits first
   */
  public List<ObjectId> listKnownTips(long repo, int most) {
    return db.list(KNOWN_TIPS, row -> new ObjectId(row.text("sha")), repo, most);
  }

  private static Missing missing(Row row) throws SQLException {
    return new Missing(
        new ObjectId(row.text("sha")), ObjectType.parse(row.text("type")).orElseThrow());
  }

  /** Adds the statements that write. */
  public static final class Writer extends MissingObjects {
    private static final String INSERT_TIPS =
        """
        INSERT OR IGNORE INTO content_tips (repo_id, sha, max_blob_size, history)
        SELECT repo_id, peeled_sha, :max, :history FROM refs
        WHERE repo_id = :repo AND peeled_type = 'commit'
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Stores that nothing is missing, so that the next run need not read every tree again. */
    public void contentComplete(long repo, boolean history, long maxBlobSize) {
      db.update("DELETE FROM content_tips WHERE repo_id = :repo", repo);
      db.update(INSERT_TIPS, maxBlobSize, history, repo);
    }
  }
}
