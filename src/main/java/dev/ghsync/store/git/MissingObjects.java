package dev.ghsync.store.git;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
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

  /** Passes on everything that is missing of the history: named objects, and parents. */
  public void forEach(long repo, Consumer<Missing> consumer) {
    db.forEach(NAMED.formatted(ALL), MissingObjects::missing, consumer, repo);
    db.forEach(PARENTS.formatted(ALL, ALL), MissingObjects::missing, consumer, repo);
  }

  /**
   * Lists stored commits that a ref names or named a short while ago.
   *
   * @param most how many to list, the likeliest ancestors of new commits first
   */
  public List<ObjectId> listKnownTips(long repo, int most) {
    return db.list(KNOWN_TIPS, row -> new ObjectId(row.text("sha")), repo, most);
  }

  static Missing missing(Row row) throws SQLException {
    return new Missing(
        new ObjectId(row.text("sha")), ObjectType.parse(row.text("type")).orElseThrow());
  }
}
