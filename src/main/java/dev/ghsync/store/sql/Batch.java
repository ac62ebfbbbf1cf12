package dev.ghsync.store.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One statement that is executed for many rows. */
public final class Batch implements AutoCloseable {
  private final WriteConnection connection;
  private final String sql;
  private final PreparedStatement statement;
  private boolean failed;

  Batch(WriteConnection connection, String sql) {
    this.connection = connection;
    this.sql = sql;
    try {
      statement = connection.statements().take(sql);
    } catch (SQLException e) {
      throw connection.failure(e);
    }
  }

  /** Executes the statement with these values and returns how many rows it changed. */
  public int run(@Nullable Object... values) {
    try {
      ReadConnection.bind(sql, statement, values);
      return statement.executeUpdate();
    } catch (SQLException e) {
      failed = true;
      throw connection.failure(e);
    }
  }

  @Override
  public void close() {
    try {
      if (failed) {
        statement.close();
      } else {
        connection.statements().giveBack(sql, statement);
      }
    } catch (SQLException e) {
      throw connection.failure(e);
    }
  }
}
