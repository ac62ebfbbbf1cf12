package dev.ghsync.store.git;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.Tree;
import dev.ghsync.store.sql.BulkInserter;
import dev.ghsync.store.sql.Inserter;
import dev.ghsync.store.sql.SqlValues;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The tables {@code trees} and {@code tree_rows}, the largest by far in rows: an entry refers to
 * its tree by a number and to its object by 20 bytes, and the view {@code tree_entries} shows both
 * as hex.
 */
public final class Trees {
  /** Above the mode stands how many zeros the object writes before it. */
  private static final int ZEROS_SHIFT = 24;

  private static final String NEXT_ID = "SELECT coalesce(max(id), 0) + 1 FROM trees";
  private static final String INSERT = "INSERT OR IGNORE INTO trees (id, sha) VALUES (?, ?)";
  private static final String INSERT_ROW =
      "INSERT INTO tree_rows (tree, position, mode, sha, name)";

  private static final String FIND_FOLDERS =
      """
      SELECT t.sha AS folder, e.sha AS blob FROM tree_rows e JOIN trees t ON t.id = e.tree
      WHERE e.sha IN (SELECT unhex(value) FROM json_each(:blobs))
      """;

  private final Handle handle;

  public Trees(Handle handle) {
    this.handle = handle;
  }

  /** Stores whole trees; those that are here stay as they are. */
  public void insert(Collection<Tree> trees) {
    if (trees.isEmpty()) {
      return;
    }
    long id = handle.createQuery(NEXT_ID).mapTo(Long.class).one();
    try (Inserter rows = new Inserter(handle, INSERT);
        BulkInserter entries = new BulkInserter(handle, INSERT_ROW, "")) {
      for (Tree tree : trees) {
        if (rows.insert(id, tree.id().hex())) {
          insertEntries(entries, id++, tree);
        }
      }
      entries.finish();
    }
  }

  private static void insertEntries(BulkInserter rows, long tree, Tree t) {
    int position = 0;
    for (Tree.Entry entry : t.entries()) {
      int mode = entry.mode() | entry.zeros() << ZEROS_SHIFT;
      rows.insert(tree, position++, mode, entry.id().bytes(), entry.name());
    }
  }

  /** For each of these objects one tree that holds it, where there is one. */
  public Map<ObjectId, ObjectId> findFolders(Collection<ObjectId> objects) {
    Map<ObjectId, ObjectId> folders = new HashMap<>();
    if (objects.isEmpty()) {
      return folders; // without a look at every row
    }
    handle
        .createQuery(FIND_FOLDERS)
        .bind("blobs", SqlValues.texts(objects))
        .map(
            (row, context) ->
                Map.entry(
                    ObjectId.of(row.getBytes("blob"), 0), new ObjectId(row.getString("folder"))))
        .forEach(e -> folders.putIfAbsent(e.getKey(), e.getValue()));
    return folders;
  }
}
