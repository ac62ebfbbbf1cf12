package dev.ghsync.store.git;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        (SELECT 1 FROM history_tips h
          WHERE h.repo_id = :repo AND h.sha = f.peeled_sha AND h.exact >= :exact))
      """;

  /** A commit that is not stored, or not with its exact bytes if they are wanted. */
  private static final String NO_COMMIT =
      """
      (NOT EXISTS (SELECT 1 FROM commits c WHERE c.repo_id = :repo AND c.sha = %1$s)
        OR :exact AND %2$s)
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
      WHERE n.type = 'commit' AND %s
        OR n.type = 'tag'
          AND (NOT EXISTS (SELECT 1 FROM tags t WHERE t.repo_id = :repo AND t.sha = n.sha)
            OR :exact AND %s)
      ORDER BY n.sha = (SELECT r.target_sha FROM repos p JOIN refs r ON r.id = p.head_ref_id
                        WHERE p.id = :repo) DESC
      """
          .formatted("%s", noCommit("n.sha"), InexactObjects.tag("n.sha"));

  /** Costs less than a walk if every parent is stored. */
  private static final String ANY_PARENT =
      """
      SELECT EXISTS (SELECT 1 FROM history_tips WHERE repo_id = :repo)
        OR :exact AND %s
        OR EXISTS (SELECT 1 FROM commit_parents p WHERE p.repo_id = :repo AND NOT EXISTS
          (SELECT 1 FROM commits c WHERE c.repo_id = :repo AND c.sha = p.parent_sha))
      """
          .formatted(InexactObjects.anyCommit());

  /** Goes from stored commits alone, so that a commit that it finds is a parent of a stored one. */
  private static final String PARENTS =
      """
      WITH RECURSIVE reached(sha, missing) AS (
        SELECT f.peeled_sha, 0 FROM refs f
        WHERE f.repo_id = :repo AND f.peeled_type = 'commit' %s AND NOT %s
        UNION
        SELECT p.parent_sha, %s
        FROM reached r
        CROSS JOIN commit_parents p ON p.repo_id = :repo AND p.sha = r.sha
        WHERE NOT r.missing %s
      )
      SELECT r.sha, 'commit' AS type FROM reached r WHERE r.missing
      """
          .formatted("%s", noCommit("f.peeled_sha"), noCommit("p.parent_sha"), "%s");

  private static final String UNTIL_CHECKED =
      """
      AND NOT EXISTS (SELECT 1 FROM history_tips h
        WHERE h.repo_id = :repo AND h.sha = p.parent_sha AND h.exact >= :exact)
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
      WHERE %s
      GROUP BY c.sha ORDER BY min(t.place), c.committed_at DESC LIMIT :most
      """
          .formatted(HistoryTips.isExact("c.sha"));

  private final ReadConnection db;

  public MissingObjects(ReadConnection db) {
    this.db = db;
  }

  /** An object that is not stored. */
  public record Missing(ObjectId id, ObjectType type) {}

  /**
   * Lists commits and tag objects that refs name, the default branch's first. Refs must be peeled
   * as far as possible, see {@link Refs.Writer#peel}.
   *
   * @param exact whether an object is missing too if its exact bytes are not stored
   */
  public List<Missing> named(long repo, boolean exact) {
    boolean all = exact && new InexactObjects(db).refsReachTags(repo);
    return db.list(NAMED.formatted(all ? ALL : UNCHECKED), MissingObjects::missing, repo, exact);
  }

  /**
   * Lists parents of stored commits reachable from the refs: the places where a history was cut
   * short. The walk ends at commits whose history is complete, see {@link HistoryTips}.
   *
   * @param exact whether a commit is missing too if its exact bytes are not stored
   */
  public List<Missing> parents(long repo, boolean exact) {
    return db.isTrue(ANY_PARENT, repo, exact)
        ? db.list(PARENTS.formatted(UNCHECKED, UNTIL_CHECKED), MissingObjects::missing, repo, exact)
        : List.of();
  }

  /** Passes on each object that is missing of the history: named objects, and parents. */
  public void forEach(long repo, Consumer<Missing> consumer) {
    Set<Missing> named =
        new HashSet<>(db.list(NAMED.formatted(ALL), MissingObjects::missing, repo, false));
    named.forEach(consumer);
    db.forEach(
        PARENTS.formatted(ALL, ALL),
        MissingObjects::missing,
        parent -> {
          if (!named.contains(parent)) {
            consumer.accept(parent);
          }
        },
        repo,
        false);
  }

  /**
   * Lists stored commits that a ref names or named a short while ago, without those whose exact
   * bytes or whose ancestors' may not be stored.
   *
   * @param most how many to list, the likeliest ancestors of new commits first
   */
  public List<ObjectId> listKnownTips(long repo, int most) {
    return db.list(KNOWN_TIPS, row -> new ObjectId(row.text("sha")), repo, most);
  }

  private static String noCommit(String sha) {
    return NO_COMMIT.formatted(sha, InexactObjects.commit(sha));
  }

  static Missing missing(Row row) throws SQLException {
    return new Missing(
        new ObjectId(row.text("sha")), ObjectType.parse(row.text("type")).orElseThrow());
  }
}
