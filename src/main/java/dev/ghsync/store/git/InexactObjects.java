package dev.ghsync.store.git;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.sql.ReadConnection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Stored objects that lack something of their exact bytes, because REST delivered them: commits and
 * tags without time zones, and trees whose names are not UTF-8. A sync by git replaces their rows.
 *
 * <p>Partial indexes list the rows, so that a query costs almost nothing if there are none. {@code
 * INDEXED BY} makes sure of it: SQLite would prefer the unique index, and read each row.
 */
public final class InexactObjects {
  private static final String COMMIT =
      "c.raw_header IS NULL AND (c.author_tz IS NULL OR c.committer_tz IS NULL)";

  private static final String COMMITS =
      "FROM commits c INDEXED BY commits_inexact WHERE c.repo_id = :repo AND " + COMMIT;

  private static final String TAGS =
      """
      FROM tags t INDEXED BY tags_inexact
      WHERE t.repo_id = :repo
        AND t.tagger_tz IS NULL AND t.raw_header IS NULL AND t.raw_message IS NULL
        AND NOT EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = unhex(t.sha))
      """;

  private static final String TREES =
      """
      SELECT DISTINCT t.sha FROM tree_rows e INDEXED BY tree_rows_inexact
      JOIN trees t ON t.id = e.tree
      WHERE typeof(e.name) = 'text' AND instr(e.name, char(65533)) > 0
        AND %s EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = unhex(t.sha))
      """;

  private static final String REFS_REACH_TAGS =
      """
      WITH RECURSIVE named(sha) AS (
        SELECT f.target_sha FROM refs f WHERE f.repo_id = :repo AND f.target_type = 'tag'
        UNION
        SELECT t.target_sha FROM named n JOIN tags t ON t.repo_id = :repo AND t.sha = n.sha
        WHERE t.target_type = 'tag'
      )
      SELECT EXISTS (SELECT 1 FROM named n WHERE %s)
      """
          .formatted(tag("n.sha"));

  private final ReadConnection db;

  public InexactObjects(ReadConnection db) {
    this.db = db;
  }

  /** Returns the condition that a commit of {@code :repo} is stored and not exact. */
  static String commit(String sha) {
    return "EXISTS (SELECT 1 %s AND c.sha = %s)".formatted(COMMITS, sha);
  }

  /** Returns the condition that {@code :repo} has a commit that is not exact. */
  static String anyCommit() {
    return "EXISTS (SELECT 1 %s)".formatted(COMMITS);
  }

  /** Returns the condition that a tag object of {@code :repo} is stored and not exact. */
  static String tag(String sha) {
    return "EXISTS (SELECT 1 %s AND t.sha = %s)".formatted(TAGS, sha);
  }

  /** Returns whether refs reach tag objects that are not exact. */
  public boolean refsReachTags(long repo) {
    return db.isTrue("SELECT EXISTS (SELECT 1 %s)".formatted(TAGS), repo)
        && db.isTrue(REFS_REACH_TAGS, repo);
  }

  /** Passes on the commits of a repository. */
  public void forEachCommit(long repo, Consumer<ObjectId> consumer) {
    db.forEach("SELECT c.sha " + COMMITS, row -> row.id("sha"), consumer, repo);
  }

  /** Lists the trees of all repositories. */
  public List<ObjectId> listTrees() {
    return db.list(TREES.formatted("NOT"), row -> row.id("sha"));
  }

  /**
   * Lists unfolded trees whose packed form is exact, while their rows may not be. A name may also
   * contain the character that REST shows for other bytes.
   */
  public List<ObjectId> listPackedTrees() {
    return db.list(TREES.formatted(""), row -> row.id("sha"));
  }
}
