package dev.ghsync.store;

import dev.ghsync.model.GitText;
import dev.ghsync.model.ObjectId;
import dev.ghsync.model.Tree;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * The tables {@code trees} and {@code tree_rows}, the largest by far in rows: an entry refers to
 * its tree by a number and to its object by 20 bytes, and the view {@code tree_entries} shows both
 * as hex. Plain JDBC, since millions of rows go through here.
 */
public final class Trees {
  /** Above the mode stands how many zeros the object writes before it. */
  private static final int ZEROS_SHIFT = 24;

  private static final String INSERT = "INSERT OR IGNORE INTO trees (sha) VALUES (?) RETURNING id";
  private static final String INSERT_ROW =
      "INSERT INTO tree_rows (tree, position, mode, sha, name) VALUES (?, ?, ?, ?, ?)";

  private static final String FIND_FOLDERS =
      """
      SELECT t.sha AS folder, e.sha AS blob FROM tree_rows e JOIN trees t ON t.id = e.tree
      WHERE e.sha IN (SELECT unhex(value) FROM json_each(:blobs))
      """;

  private final Handle handle;

  Trees(Handle handle) {
    this.handle = handle;
  }

  /** Stores whole trees; those that are here stay as they are. */
  public void insert(Collection<Tree> trees) {
    Connection connection = handle.getConnection();
    try (PreparedStatement tree = connection.prepareStatement(INSERT);
        PreparedStatement row = connection.prepareStatement(INSERT_ROW)) {
      for (Tree t : trees) {
        insert(tree, row, t);
      }
      row.executeBatch();
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }

  private static void insert(PreparedStatement tree, PreparedStatement row, Tree t)
      throws SQLException {
    tree.setString(1, t.id().hex());
    try (ResultSet added = tree.executeQuery()) {
      if (!added.next()) {
        return;
      }
      row.setLong(1, added.getLong(1));
    }
    int position = 0;
    for (Tree.Entry entry : t.entries()) {
      row.setInt(2, position++);
      row.setInt(3, entry.mode() | entry.zeros() << ZEROS_SHIFT);
      row.setBytes(4, entry.id().bytes());
      if (entry.name() instanceof GitText.Raw raw) {
        row.setBytes(5, raw.bytes());
      } else {
        row.setString(5, ((GitText.Text) entry.name()).value());
      }
      row.addBatch();
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
        .bind("blobs", Values.texts(objects))
        .map(
            (row, context) ->
                Map.entry(
                    ObjectId.of(row.getBytes("blob"), 0), new ObjectId(row.getString("folder"))))
        .forEach(e -> folders.putIfAbsent(e.getKey(), e.getValue()));
    return folders;
  }
}
