package dev.ghsync.sync.fake;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of a database file, read and written by plain JDBC as its users do. */
public final class Rows {
  private Rows() {}

  /** A text a row, its columns divided by {@code |}. */
  public static List<String> select(Path db, String query) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + db);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(text(rows));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  /** The only column of the only row. */
  public static String one(Path db, String query) {
    List<String> rows = select(db, query);
    if (rows.size() != 1) {
      throw new IllegalStateException(query + " gives " + rows);
    }
    return rows.get(0);
  }

  public static void execute(Path db, String statement) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + db);
        var prepared = connection.createStatement()) {
      prepared.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  private static String text(ResultSet row) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      columns.add(String.valueOf(row.getString(i)));
    }
    return String.join("|", columns);
  }
}
