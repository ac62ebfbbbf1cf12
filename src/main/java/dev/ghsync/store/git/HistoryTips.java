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
        AND NOT EXISTS (SELECT 1 FROM history_tips h WHERE h.repo_id = :repo AND h.sha = f.peeled_sha)
        AND EXISTS (SELECT 1 FROM commits c WHERE c.repo_id = :repo AND c.sha = f.peeled_sha)
      """;

  private static final String IS_COMPLETE =
      """
      SELECT NOT EXISTS (SELECT 1 FROM refs f WHERE f.repo_id = :repo
        AND (f.peeled_sha IS NULL OR f.peeled_type = 'commit' AND NOT EXISTS
          (SELECT 1 FROM history_tips h WHERE h.repo_id = :repo AND h.sha = f.peeled_sha)))
      """;

  private final ReadConnection db;

  public HistoryTips(ReadConnection db) {
    this.db = db;
  }

  /** Returns whether every commit and tag that the refs reach is stored. */
  public boolean isComplete(long repo) {
    return db.isTrue(IS_COMPLETE, repo);
  }

  /**
   * Lists stored commits that refs name and that have no row yet. Their history is complete if
   * {@link MissingObjects#parents} lists none in the same transaction.
   */
  public List<ObjectId> listNew(long repo) {
    return db.list(LIST_NEW, row -> new ObjectId(row.text("peeled_sha")), repo);
  }

  /** Adds the statements that write. */
  public static final class Writer extends HistoryTips {
    private static final String INSERT =
        "INSERT OR IGNORE INTO history_tips (repo_id, sha) SELECT :repo, value FROM json_each(:tips)";

    /** Deletes tips that no ref names. Their descendants are tips too, which is enough. */
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

    /** Adds commits whose ancestors are all stored, and removes those that no ref names. */
    public void insert(long repo, List<ObjectId> tips) {
      db.update(INSERT, repo, tips);
      db.update(DELETE_OTHERS, repo);
    }
  }
}
