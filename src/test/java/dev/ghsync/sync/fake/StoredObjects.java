package dev.ghsync.sync.fake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Git's objects made anew out of the rows of a database, by plain SQL as a reader would, each under
 * the id that its bytes have. Knows nothing of the program.
 */
public final class StoredObjects {
  private static final String COMMITS =
      """
      SELECT c.*, (SELECT group_concat('parent ' || parent_sha || char(10), '')
                   FROM (SELECT parent_sha FROM commit_parents p
                         WHERE p.repo_id = c.repo_id AND p.sha = c.sha ORDER BY position)) AS parents
      FROM commits c
      """;

  /** One row for a tree without entries too. */
  private static final String TREES =
      """
      SELECT t.sha AS tree_sha, e.mode >> 24 AS zeros, e.mode & 16777215 AS mode, e.name, e.sha
      FROM trees t LEFT JOIN tree_rows e ON e.tree = t.id ORDER BY t.id, e.position
      """;

  private final Map<String, String> found = new TreeMap<>();

  private StoredObjects() {}

  /** By the id under which an object is stored: its kind, and the id that its bytes have. */
  public static Map<String, String> of(Path db) {
    StoredObjects objects = new StoredObjects();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db)) {
      each(connection, COMMITS, objects::commit);
      each(connection, "SELECT * FROM tags", objects::tag);
      each(connection, "SELECT sha, content FROM blobs WHERE omitted IS NULL", objects::blob);
      objects.trees(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return objects.found;
  }

  private interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  private static void each(Connection connection, String query, Reader reader) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
  }

  private void commit(ResultSet row) throws SQLException {
    Bytes header = new Bytes().add(row.getBytes("raw_header"));
    if (header.size() == 0) {
      header.add("tree " + row.getString("tree_sha") + "\n").add(row.getBytes("parents"));
      header.add("author ").add(person(row, "author", "authored_at")).add("\n");
      header.add("committer ").add(person(row, "committer", "committed_at")).add("\n");
    }
    keep("commit", row.getString("sha"), joined(header, row));
  }

  private void tag(ResultSet row) throws SQLException {
    Bytes header = new Bytes().add(row.getBytes("raw_header"));
    if (header.size() == 0) {
      header.add("object " + row.getString("target_sha") + "\n");
      header.add("type " + row.getString("target_type") + "\n");
      header.add("tag ").add(row.getBytes("name")).add("\n");
      if (row.getString("tagged_at") != null) {
        header.add("tagger ").add(person(row, "tagger", "tagged_at")).add("\n");
      }
    }
    keep("tag", row.getString("sha"), joined(header, row));
  }

  private static byte[] person(ResultSet row, String who, String when) throws SQLException {
    return new Bytes()
        .add(row.getBytes(who + "_name"))
        .add(" <")
        .add(row.getBytes(who + "_email"))
        .add("> " + Instant.parse(row.getString(when)).getEpochSecond())
        .add(" " + row.getString(who + "_tz"))
        .toByteArray();
  }

  /** A raw header without a newline at its end is all there is: no blank line follows. */
  private static byte[] joined(Bytes header, ResultSet row) throws SQLException {
    byte[] bytes = header.toByteArray();
    if (bytes[bytes.length - 1] == '\n') {
      header.add("\n");
    }
    byte[] raw = row.getBytes("raw_message");
    return raw == null
        ? header.add(row.getBytes("message")).add("\n").toByteArray()
        : header.add(raw).toByteArray();
  }

  private void blob(ResultSet row) throws SQLException {
    keep("blob", row.getString("sha"), new Bytes().add(row.getBytes("content")).toByteArray());
  }

  private void trees(Connection connection) throws SQLException {
    Map<String, Bytes> trees = new TreeMap<>();
    each(
        connection,
        TREES,
        row -> {
          Bytes tree = trees.computeIfAbsent(row.getString("tree_sha"), sha -> new Bytes());
          if (row.getBytes("sha") != null) {
            tree.add("0".repeat(row.getInt("zeros")) + Integer.toOctalString(row.getInt("mode")));
            tree.add(" ").add(row.getBytes("name")).add("\0").add(row.getBytes("sha"));
          }
        });
    trees.forEach((sha, tree) -> keep("tree", sha, tree.toByteArray()));
  }

  private void keep(String type, String sha, byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update((type + " " + content.length + "\0").getBytes(UTF_8));
      found.put(sha, type + " " + HexFormat.of().formatHex(digest.digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Bytes extends ByteArrayOutputStream {
    Bytes add(byte[] bytes) {
      if (bytes != null) {
        writeBytes(bytes);
      }
      return this;
    }

    Bytes add(String text) {
      return add(text.getBytes(ISO_8859_1));
    }
  }
}
