package dev.ghsync.store.git;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.Tree;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.BulkInsert;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/**
 * The tables {@code trees} and {@code tree_rows}, the largest by far in rows: an entry refers to
 * its tree by a number and to its object by 20 bytes, and the view {@code tree_entries} shows both
 * as hex.
 */
public class Trees {
  /** The bits of a row's mode above this one count the zeros that the object has before it. */
  private static final int ZEROS_SHIFT = 24;

  private static final String FIND_ID = "SELECT id FROM trees WHERE sha = :sha";
  private static final String LIST_ENTRIES =
      "SELECT mode, sha, name FROM tree_rows WHERE tree = :tree ORDER BY position";

  private final ReadConnection db;

  public Trees(ReadConnection db) {
    this.db = db;
  }

  /** Finds an unfolded tree. */
  public Optional<Tree> find(ObjectId id) {
    return db.find(FIND_ID, row -> row.number("id"), id)
        .map(tree -> new Tree(id, db.list(LIST_ENTRIES, Trees::entry, tree)));
  }

  private static Tree.Entry entry(Row row) throws SQLException {
    int mode = (int) row.number("mode");
    return new Tree.Entry(
        mode & ((1 << ZEROS_SHIFT) - 1),
        mode >> ZEROS_SHIFT,
        row.gitText("name"),
        ObjectId.of(row.bytes("sha"), 0));
  }

  /** Adds the statements that write. */
  public static final class Writer extends Trees {
    private static final String NEXT_ID = "SELECT coalesce(max(id), 0) + 1 FROM trees";
    private static final String INSERT = "INSERT OR IGNORE INTO trees (id, sha) VALUES (?, ?)";
    private static final String INSERT_ROW =
        "INSERT INTO tree_rows (tree, position, mode, sha, name)";

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Stores whole trees; those that are stored already stay as they are. */
    public void insert(Collection<Tree> trees) {
      if (trees.isEmpty()) {
        return;
      }
      long id = db.number(NEXT_ID);
      try (Batch batch = db.batch(INSERT);
          BulkInsert entries = db.bulkInsert(INSERT_ROW, "")) {
        for (Tree tree : trees) {
          if (batch.run(id, tree.id()) > 0) {
            insertEntries(entries, id++, tree);
          }
        }
        entries.finish();
      }
    }

    /** Replaces the entries of a tree that is stored. */
    public void replace(Tree tree) {
      long id = db.number(FIND_ID, tree.id());
      db.update("DELETE FROM tree_rows WHERE tree = :tree", id);
      try (BulkInsert entries = db.bulkInsert(INSERT_ROW, "")) {
        insertEntries(entries, id, tree);
        entries.finish();
      }
    }

    private static void insertEntries(BulkInsert rows, long id, Tree tree) {
      int position = 0;
      for (Tree.Entry entry : tree.entries()) {
        int mode = entry.mode() | entry.zeros() << ZEROS_SHIFT;
        rows.add(id, position++, mode, entry.id().bytes(), entry.name());
      }
    }
  }
}
