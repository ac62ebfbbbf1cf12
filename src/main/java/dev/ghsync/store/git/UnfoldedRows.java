package dev.ghsync.store.git;

import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.git.ObjectGraph.Numbered;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/** The unfolded trees and contents, and which of them {@code --expand} keeps unfolded. */
public class UnfoldedRows {
  /**
   * The heads of repositories that have no roots: their database is of before, or they unfold
   * nothing. What is unfolded of such a head stays so until the next sync of its repository.
   */
  static final String HEADS_WITHOUT_ROOTS =
      """
      SELECT c.tree_sha FROM repos p
      JOIN refs r ON r.id = p.head_ref_id
      JOIN commits c ON c.repo_id = p.id AND c.sha = r.peeled_sha
      WHERE NOT EXISTS (SELECT 1 FROM unfolded_roots u WHERE u.repo_id = p.id)
      """;

  /** The roots that the last sync of each repository unfolded. */
  private static final String ROOTS =
      """
      WITH RECURSIVE root(sha) AS (
        SELECT sha FROM unfolded_roots
        UNION
        %s
      )
      """
          .formatted(HEADS_WITHOUT_ROOTS);

  private static final String KEPT =
      ROOTS
          + """
          , kept(id) AS (
            SELECT t.id FROM root r JOIN trees t ON t.sha = r.sha
            UNION
            SELECT t.id FROM kept k
            CROSS JOIN tree_rows e ON e.tree = k.id AND e.mode & 61440 = 16384
            JOIN trees t ON t.sha = lower(hex(e.sha))
          )
          """;

  private static final String KEPT_TREES = KEPT + "SELECT id FROM kept";

  private static final String KEPT_BLOBS =
      KEPT
          + """
          SELECT e.sha FROM kept k
          CROSS JOIN tree_rows e ON e.tree = k.id AND e.mode & 61440 IN (32768, 40960)
          UNION ALL
          SELECT unhex(sha) FROM root
          """;

  private static final String TREES =
      """
      SELECT t.id AS row, t.sha FROM trees t
      WHERE t.id > :after
        AND (NOT :packed OR EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = unhex(t.sha)))
      ORDER BY t.id LIMIT :most
      """;

  private static final String CONTENTS =
      """
      SELECT b.rowid AS row, b.sha FROM blobs b
      WHERE b.rowid > :after AND b.omitted IS NULL
        AND (NOT :packed OR EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = unhex(b.sha)))
      ORDER BY b.rowid LIMIT :most
      """;

  private final ReadConnection db;

  public UnfoldedRows(ReadConnection db) {
    this.db = db;
  }

  /** Returns the numbers of the trees that stay unfolded. */
  public BitSet keptTrees() {
    BitSet kept = new BitSet();
    db.forEach(KEPT_TREES, row -> (int) row.number("id"), kept::set);
    return kept;
  }

  /** Returns the blobs whose contents stay unfolded. */
  public IdSet keptBlobs() {
    IdSet kept = new IdSet();
    db.forEach(KEPT_BLOBS, row -> row.bytes("sha"), sha -> kept.add(sha, 0));
    return kept;
  }

  /**
   * Lists unfolded trees by their number.
   *
   * @param packed only those of which a packed form is stored too
   */
  public List<Numbered> trees(long after, int most, boolean packed) {
    return db.list(TREES, UnfoldedRows::numbered, after, packed, most);
  }

  /** Lists blobs with unfolded contents by the number of their row, see {@link #trees}. */
  public List<Numbered> contents(long after, int most, boolean packed) {
    return db.list(CONTENTS, UnfoldedRows::numbered, after, packed, most);
  }

  private static Numbered numbered(Row row) throws SQLException {
    return new Numbered(new ObjectId(row.text("sha")), row.number("row"));
  }

  /** Adds the statements that write. */
  public static final class Writer extends UnfoldedRows {
    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Removes the rows of trees. */
    public void removeTrees(List<Long> trees) {
      try (Batch rows = db.batch("DELETE FROM tree_rows WHERE tree = ?");
          Batch tree = db.batch("DELETE FROM trees WHERE id = ?")) {
        for (Long id : trees) {
          rows.run(id);
          tree.run(id);
        }
      }
    }

    /** Removes contents of which a packed form is stored. */
    public void removeContents(List<Long> blobs) {
      try (Batch content =
          db.batch("UPDATE blobs SET content = NULL, omitted = 'packed' WHERE rowid = ?")) {
        blobs.forEach(content::run);
      }
    }
  }
}
