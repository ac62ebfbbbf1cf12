package dev.ghsync.store.git;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.util.List;

/**
 * The table {@code history_tips}: commits that refs name and whose ancestors are all stored. Only
 * {@link PruneRows} removes commits, none that a ref reaches, and the rows of others before.
 */
public class HistoryTips {
  private static final String LIST_NEW =
      """
      SELECT DISTINCT f.peeled_sha FROM refs f
      WHERE f.repo_id = :repo AND f.peeled_type = 'commit'
        AND NOT EXISTS (SELECT 1 FROM history_tips h
          WHERE h.repo_id = :repo AND h.sha = f.peeled_sha AND h.exact >= :exact)
        AND EXISTS (SELECT 1 FROM commits c WHERE c.repo_id = :repo AND c.sha = f.peeled_sha)
        AND NOT (:exact AND %s)
      """
          .formatted(InexactObjects.commit("f.peeled_sha"));

  private static final String IS_COMPLETE =
      """
      SELECT NOT EXISTS (SELECT 1 FROM refs f WHERE f.repo_id = :repo
        AND (f.peeled_sha IS NULL OR f.peeled_type = 'commit' AND NOT EXISTS
          (SELECT 1 FROM history_tips h
            WHERE h.repo_id = :repo AND h.sha = f.peeled_sha AND h.exact >= :exact)))
      """;

  private final ReadConnection db;

  public HistoryTips(ReadConnection db) {
    this.db = db;
  }

  /**
   * Returns the condition that a commit of {@code :repo} and its ancestors are stored with their
   * exact bytes, as far as the ancestors are stored.
   */
  static String isExact(String sha) {
    return """
        (NOT %s OR EXISTS (SELECT 1 FROM history_tips h
          WHERE h.repo_id = :repo AND h.sha = %s AND h.exact = 1))
        """
        .formatted(InexactObjects.anyCommit(), sha);
  }

  /**
   * Returns whether every commit and tag that the refs reach is stored.
   *
   * @param exact whether with their exact bytes
   */
  public boolean isComplete(long repo, boolean exact) {
    return db.isTrue(IS_COMPLETE, repo, exact)
        && !(exact && new InexactObjects(db).refsReachTags(repo));
  }

  /**
   * Lists stored commits that refs name and that have no row yet. Their history is complete if
   * {@link MissingObjects#parents} lists none in the same transaction.
   *
   * @param exact whether the exact bytes are wanted, so that the row must say that they are stored
   */
  public List<ObjectId> listNew(long repo, boolean exact) {
    return db.list(LIST_NEW, row -> new ObjectId(row.text("peeled_sha")), repo, exact);
  }

  /** Adds the statements that write. */
  public static final class Writer extends HistoryTips {
    private static final String INSERT =
        """
        INSERT INTO history_tips (repo_id, sha, exact)
        SELECT :repo, value, :exact OR NOT %s FROM json_each(:tips) WHERE true
        ON CONFLICT (repo_id, sha) DO UPDATE SET exact = max(exact, excluded.exact)
        """
            .formatted(InexactObjects.anyCommit());

    private static final String DELETE_OTHERS =
        """
        DELETE FROM history_tips WHERE repo_id = :repo AND sha NOT IN (
          SELECT peeled_sha FROM refs WHERE repo_id = :repo AND peeled_type = 'commit')
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /**
     * Adds commits whose ancestors are all stored.
     *
     * @param exact whether they were found to be stored with their exact bytes
     */
    public void insert(long repo, List<ObjectId> tips, boolean exact) {
      db.update(INSERT, repo, exact, tips);
    }

    /** Removes commits that no ref names. Their descendants are tips too, which is enough. */
    public void removeOthers(long repo) {
      db.update(DELETE_OTHERS, repo);
    }
  }
}
