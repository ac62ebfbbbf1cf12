package dev.ghsync.store.git;

import dev.ghsync.model.git.CommitScope;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.git.MissingObjects.Missing;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.util.List;

/**
 * The root trees of the refs' commits, and the table {@code content_tips}: commits whose files are
 * known to be stored, and trees and blobs that refs name and that are. Together with {@link
 * AbsentObjects} they say what is missing: a root that is not stored, and what stored trees name.
 *
 * <p>{@code CROSS JOIN} keeps the order of the tables, as in {@link MissingObjects}.
 */
public class MissingContent {
  private static final String REF_ROOTS =
      """
      WITH root(sha, type, ref) AS (
        SELECT coalesce(c.tree_sha, r.peeled_sha),
               CASE r.peeled_type WHEN 'commit' THEN 'tree' ELSE r.peeled_type END, r.id
        FROM refs r LEFT JOIN commits c ON c.repo_id = :repo AND c.sha = r.peeled_sha
        WHERE r.repo_id = :repo AND r.peeled_sha IS NOT NULL AND %s
          AND (c.sha IS NOT NULL OR r.peeled_type <> 'commit')
          AND NOT EXISTS (SELECT 1 FROM content_tips k WHERE k.repo_id = :repo
            AND k.sha = r.peeled_sha AND k.max_blob_size >= :max AND k.exact >= :exact)
      )
      """;

  /** Stops at tips whose history is complete. */
  private static final String ALL_ROOTS =
      """
      WITH RECURSIVE reached(sha) AS (
        SELECT peeled_sha FROM refs WHERE repo_id = :repo AND peeled_type = 'commit'
          AND NOT EXISTS (SELECT 1 FROM content_tips k WHERE k.repo_id = :repo
            AND k.sha = peeled_sha AND k.history = 1 AND k.max_blob_size >= :max
            AND k.exact >= :exact)
        UNION
        SELECT p.parent_sha FROM reached r
        CROSS JOIN commit_parents p ON p.repo_id = :repo AND p.sha = r.sha
        WHERE NOT EXISTS (SELECT 1 FROM content_tips k WHERE k.repo_id = :repo
          AND k.sha = p.parent_sha AND k.history = 1 AND k.max_blob_size >= :max
          AND k.exact >= :exact)
      ), root(sha, type, ref) AS (
        SELECT c.tree_sha, 'tree', 0
        FROM reached r CROSS JOIN commits c ON c.repo_id = :repo AND c.sha = r.sha
        UNION ALL
        SELECT peeled_sha, peeled_type, id FROM refs
        WHERE repo_id = :repo AND peeled_type IN ('tree', 'blob')
          AND NOT EXISTS (SELECT 1 FROM content_tips k WHERE k.repo_id = :repo
            AND k.sha = peeled_sha AND k.max_blob_size >= :max AND k.exact >= :exact)
      )
      """;

  private static final String ROOTS =
      "SELECT sha, type, max(ref) AS ref FROM root GROUP BY sha, type";

  private static final String NOT_STORED =
      """
      SELECT DISTINCT sha, type FROM root
      WHERE type = 'tree'
          AND NOT EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = unhex(root.sha))
          AND NOT EXISTS (SELECT 1 FROM trees t WHERE t.sha = root.sha)
          AND NOT EXISTS (SELECT 1 FROM absent_objects a
            WHERE a.sha = unhex(root.sha) AND a.repo_id = :repo AND a.size > :largest)
        OR type = 'blob' AND NOT EXISTS (SELECT 1 FROM blobs b WHERE b.sha = root.sha)
      ORDER BY type DESC
      LIMIT :most
      """;

  /** Old heads of moved refs first: what was pushed builds on them. */
  private static final String LIST_TIPS =
      """
      SELECT k.sha, c.tree_sha, %s AS exact FROM content_tips k
      JOIN commits c ON c.repo_id = k.repo_id AND c.sha = k.sha
      LEFT JOIN (SELECT peeled_sha, min(kind) AS kind, max(id) AS id FROM refs
        WHERE repo_id = :repo GROUP BY peeled_sha) r ON r.peeled_sha = k.sha
      WHERE k.repo_id = :repo
      ORDER BY r.kind IS NOT NULL, r.kind, r.id DESC
      LIMIT :most
      """
          .formatted(HistoryTips.isExact("k.sha"));

  private static final String ARE_MOVED_TIPS =
      """
      SELECT NOT EXISTS (SELECT 1 FROM json_each(:commits) j WHERE j.value NOT IN (
        SELECT c.new_sha FROM ref_changes c
        JOIN content_tips k ON k.repo_id = c.repo_id AND k.sha = c.old_sha
        WHERE c.repo_id = :repo AND c.new_sha IS NOT NULL))
      """;

  private static final String IS_COMPLETE =
      """
      SELECT NOT EXISTS (SELECT 1 FROM refs r
        WHERE r.repo_id = :repo AND %s AND NOT EXISTS (SELECT 1 FROM content_tips k
          WHERE k.repo_id = :repo AND k.sha = r.peeled_sha
            AND k.max_blob_size >= :max AND k.history >= :history AND k.exact >= :exact))
      """;

  private final ReadConnection db;

  public MissingContent(ReadConnection db) {
    this.db = db;
  }

  /**
   * A commit whose files are all stored, and with them everything that its tree reaches.
   *
   * @param isExact whether the exact bytes of the commit and its ancestors are stored
   */
  public record ContentTip(ObjectId id, ObjectId tree, boolean isExact) {}

  /**
   * The contents that are wanted.
   *
   * @param scope of these commits
   * @param maxBlobSize without the contents of larger blobs, in bytes
   * @param exact whether the exact bytes of trees are wanted
   */
  public record Extent(CommitScope scope, long maxBlobSize, boolean exact) {}

  /** Returns whether all refs in scope name objects that are known to be complete. */
  public boolean isComplete(long repo, Extent extent) {
    return db.isTrue(
        IS_COMPLETE.formatted(condition(extent.scope())),
        repo,
        extent.maxBlobSize(),
        extent.scope() == CommitScope.ALL,
        extent.exact());
  }

  /** Lists roots that are not known to be complete, those of the newest refs first. */
  public List<Missing> roots(long repo, Extent extent) {
    return db.list(
        roots(extent.scope()) + ROOTS + " ORDER BY ref DESC",
        MissingObjects::missing,
        repo,
        extent.maxBlobSize(),
        extent.exact());
  }

  /**
   * Lists roots that are not stored, trees first.
   *
   * @param largestTree without trees that were left out and are larger, in bytes
   * @param most how many to list
   */
  public List<Missing> rootsNotStored(long repo, Extent extent, long largestTree, int most) {
    return db.list(
        roots(extent.scope()) + NOT_STORED,
        MissingObjects::missing,
        repo,
        extent.maxBlobSize(),
        extent.exact(),
        largestTree,
        most);
  }

  /** Returns whether a blob was left out for its size that is within the limit now. */
  public boolean leftOutBlobIsWanted(long maxBlobSize) {
    return db.isTrue(
        "SELECT EXISTS (SELECT 1 FROM blobs WHERE omitted = 'too-large' AND size <= :max)",
        maxBlobSize);
  }

  /** Lists commits on which a fetch can build, those of refs that moved lately first. */
  public List<ContentTip> listTips(long repo, int most) {
    return db.list(
        LIST_TIPS,
        row ->
            new ContentTip(
                new ObjectId(row.text("sha")),
                new ObjectId(row.text("tree_sha")),
                row.flag("exact")),
        repo,
        most);
  }

  /** Returns whether refs moved to all of these commits from commits whose files are stored. */
  public boolean areMovedTips(long repo, List<ObjectId> commits) {
    return db.isTrue(ARE_MOVED_TIPS, commits, repo);
  }

  private static String roots(CommitScope scope) {
    return scope == CommitScope.ALL ? ALL_ROOTS : REF_ROOTS.formatted(condition(scope));
  }

  /** Returns the condition for refs {@code r} of repository {@code :repo}. */
  static String condition(CommitScope scope) {
    return switch (scope) {
      case NONE -> "0";
      case DEFAULT -> "r.id = (SELECT head_ref_id FROM repos WHERE id = :repo)";
      case BRANCHES -> "r.kind = 'branch'";
      case HEADS, ALL -> "1";
    };
  }

  /** Adds the statements that write. */
  public static final class Writer extends MissingContent {
    private static final String DELETE_OTHERS =
        """
        DELETE FROM content_tips WHERE repo_id = :repo AND sha NOT IN (
          SELECT r.peeled_sha FROM refs r
          WHERE r.repo_id = :repo AND r.peeled_sha IS NOT NULL AND %s)
        """;

    private static final String INSERT =
        """
        INSERT INTO content_tips (repo_id, sha, max_blob_size, history, exact)
        SELECT DISTINCT r.repo_id, r.peeled_sha, :max, :history, :exact FROM refs r
        WHERE r.repo_id = :repo AND r.peeled_sha IS NOT NULL AND %s
          AND NOT EXISTS (SELECT 1 FROM content_tips k WHERE k.repo_id = :repo
            AND k.sha = r.peeled_sha AND k.max_blob_size = :max AND k.history = :history
            AND k.exact >= :exact)
        ON CONFLICT (repo_id, sha) DO UPDATE SET
          max_blob_size = excluded.max_blob_size, history = excluded.history,
          exact = excluded.exact OR content_tips.exact AND content_tips.history >= excluded.history
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Stores that nothing is missing of the commits, trees and blobs that refs in scope name. */
    public void complete(long repo, Extent extent) {
      String refs = condition(extent.scope());
      boolean history = extent.scope() == CommitScope.ALL;
      db.update(DELETE_OTHERS.formatted(refs), repo);
      db.update(INSERT.formatted(refs), extent.maxBlobSize(), history, extent.exact(), repo);
    }
  }
}
