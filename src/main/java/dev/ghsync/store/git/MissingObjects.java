package dev.ghsync.store.git;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * What of git is not here though the refs reach it: derived from the rows, never remembered from a
 * run, so that no interruption can lose it.
 *
 * <p>{@code CROSS JOIN} keeps the order in which a history is walked: from the commit to its
 * parents. SQLite would rather scan all parents for each, <a
 * href="https://www.sqlite.org/optoverview.html#manual_control_of_query_plans_using_cross_join">see
 * there</a>.
 */
public final class MissingObjects {
  private static final String NAMED =
      """
      WITH RECURSIVE named(sha, type) AS (
        SELECT target_sha, target_type FROM refs WHERE repo_id = :repo
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

  private static final String ANY_PARENT =
      """
      SELECT EXISTS (SELECT 1 FROM commit_parents p WHERE p.repo_id = :repo AND NOT EXISTS
        (SELECT 1 FROM commits c WHERE c.repo_id = :repo AND c.sha = p.parent_sha))
      """;

  private static final String PARENTS =
      """
      WITH RECURSIVE reached(sha) AS (
        SELECT peeled_sha FROM refs WHERE repo_id = :repo AND peeled_type = 'commit'
        UNION
        SELECT p.parent_sha FROM reached r
        CROSS JOIN commit_parents p ON p.repo_id = :repo AND p.sha = r.sha
      )
      SELECT r.sha, 'commit' AS type FROM reached r
      WHERE NOT EXISTS (SELECT 1 FROM commits c WHERE c.repo_id = :repo AND c.sha = r.sha)
        AND NOT EXISTS (SELECT 1 FROM refs f WHERE f.repo_id = :repo AND f.peeled_sha = r.sha)
      """;

  /**
   * Below the trees of {@code root}: what is not here. 16384 is a directory, 32768 a file, 40960 a
   * symbolic link; the rest are submodules. A directory is entered once; one that is not here has
   * no number. Mostly all is here, and then to look for each entry costs less than to look for each
   * object once.
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

  /** Stops at tips behind which everything is here. */
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

  private static final String FORGET_TIPS = "DELETE FROM content_tips WHERE repo_id = :repo";

  private static final String REMEMBER_TIPS =
      """
      INSERT OR IGNORE INTO content_tips (repo_id, sha, max_blob_size, history)
      SELECT repo_id, peeled_sha, :max, :history FROM refs
      WHERE repo_id = :repo AND peeled_type = 'commit'
      """;

  private static final String LIST_TIPS =
      """
      SELECT k.sha, c.tree_sha FROM content_tips k
      JOIN commits c ON c.repo_id = k.repo_id AND c.sha = k.sha
      WHERE k.repo_id = :repo
      """;

  /** What the last complete run kept; no row where no contents were asked for. */
  private static final String KEPT =
      """
      SELECT max(history) AS history, max(max_blob_size) AS max FROM content_tips
      WHERE repo_id = :repo GROUP BY repo_id
      """;

  private static final String KNOWN_TIPS =
      """
      SELECT c.sha FROM commits c WHERE c.repo_id = :repo AND c.sha IN (
        SELECT peeled_sha FROM refs WHERE repo_id = :repo
        UNION
        SELECT old_sha FROM (SELECT old_sha FROM ref_changes
          WHERE repo_id = :repo AND old_sha IS NOT NULL ORDER BY id DESC LIMIT 256))
      """;

  private final Handle handle;

  public MissingObjects(Handle handle) {
    this.handle = handle;
  }

  /** An object that is wanted. */
  public record Missing(ObjectId id, ObjectType type) {}

  /** Commits and tag objects that refs name, the default branch's first. */
  public List<Missing> named(long repo) {
    return list(handle.createQuery(NAMED).bind("repo", repo));
  }

  /** Commits that are parents of commits reachable from the refs: where a history was cut short. */
  public List<Missing> parents(long repo) {
    boolean any = handle.createQuery(ANY_PARENT).bind("repo", repo).mapTo(Boolean.class).one();
    return any ? list(handle.createQuery(PARENTS).bind("repo", repo)) : List.of();
  }

  /**
   * Trees and blobs, trees first; what hangs on a missing tree shows only when that is here.
   *
   * @param history of all commits, not only of those that refs name
   * @param maxBlobSize in bytes; a larger blob that has a row is not missing
   * @param most how many to list; the others are listed when these are here
   */
  public List<Missing> content(long repo, boolean history, long maxBlobSize, int most) {
    return list(
        handle
            .createQuery(history ? ALL_CONTENT : HEADS_CONTENT)
            .bind("repo", repo)
            .bind("max", maxBlobSize)
            .bind("known", maxBlobSize)
            .bind("most", most));
  }

  /** All of them, see {@link #content(long, boolean, long, int)}. */
  public List<Missing> content(long repo, boolean history, long maxBlobSize) {
    return content(repo, history, maxBlobSize, Integer.MAX_VALUE);
  }

  /**
   * Passes on everything that is missing, also behind what an earlier run found to be complete:
   * named objects, parents, and the contents that the last complete run kept.
   */
  public void forEach(long repo, Consumer<Missing> consumer) {
    each(handle.createQuery(NAMED).bind("repo", repo), consumer);
    each(handle.createQuery(PARENTS).bind("repo", repo), consumer);
    handle
        .createQuery(KEPT)
        .bind("repo", repo)
        .map((row, context) -> new Kept(row.getBoolean("history"), row.getLong("max")))
        .findOne()
        .ifPresent(
            kept ->
                each(
                    handle
                        .createQuery(kept.history() ? ALL_CONTENT : HEADS_CONTENT)
                        .bind("repo", repo)
                        .bind("max", kept.maxBlobSize())
                        .bind("known", Long.MAX_VALUE)
                        .bind("most", Integer.MAX_VALUE),
                    consumer));
  }

  private record Kept(boolean history, long maxBlobSize) {}

  private static void each(Query query, Consumer<Missing> consumer) {
    query.map((row, context) -> missing(row)).useIterator(all -> all.forEachRemaining(consumer));
  }

  /** Remembers that nothing was missing, so that the next run need not look at every file again. */
  public void contentComplete(long repo, boolean history, long maxBlobSize) {
    handle.createUpdate(FORGET_TIPS).bind("repo", repo).execute();
    handle
        .createUpdate(REMEMBER_TIPS)
        .bind("repo", repo)
        .bind("max", maxBlobSize)
        .bind("history", history)
        .execute();
  }

  /** A commit whose files are all here, and so all that its tree reaches. */
  public record ContentTip(ObjectId id, ObjectId tree) {}

  public List<ContentTip> listContentTips(long repo) {
    return handle
        .createQuery(LIST_TIPS)
        .bind("repo", repo)
        .map(
            (row, context) ->
                new ContentTip(
                    new ObjectId(row.getString("sha")), new ObjectId(row.getString("tree_sha"))))
        .list();
  }

  /** Commits here that a ref names or named a short while ago. */
  public List<ObjectId> listKnownTips(long repo) {
    return handle
        .createQuery(KNOWN_TIPS)
        .bind("repo", repo)
        .map((row, context) -> new ObjectId(row.getString("sha")))
        .list();
  }

  private static List<Missing> list(Query query) {
    return query.map((row, context) -> missing(row)).list();
  }

  private static Missing missing(ResultSet row) throws SQLException {
    return new Missing(
        new ObjectId(row.getString("sha")), ObjectType.parse(row.getString("type")).orElseThrow());
  }
}
