package dev.ghsync.store.sql;

import dev.ghsync.model.git.GitText;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * One INSERT for very many rows, by plain JDBC: refs come by the hundred and git objects by the
 * hundred thousand, and Jdbi's named bindings would cost more than SQLite itself.
 */
public final class Inserter implements AutoCloseable {
  private final PreparedStatement statement;

  /** With a {@code ?} for each value. */
  public Inserter(Handle handle, String sql) {
    try {
      statement = handle.getConnection().prepareStatement(sql);
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }

  /**
   * Inserts a row.
   *
   * @param values strings, numbers, byte arrays, {@link GitText}s and nulls
   * @return whether there is a row more
   */
  public boolean insert(@Nullable Object... values) {
    try {
      for (int i = 0; i < values.length; i++) {
        set(i + 1, values[i]);
      }
      return statement.executeUpdate() > 0;
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }

  private void set(int position, @Nullable Object value) throws SQLException {
    if (value instanceof String text) {
      statement.setString(position, text);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(position, bytes);
    } else if (value instanceof Number number) {
      statement.setLong(position, number.longValue());
    } else if (value instanceof GitText.Text text) {
      statement.setString(position, text.value());
    } else if (value instanceof GitText.Raw raw) {
      statement.setBytes(position, raw.bytes());
    } else if (value == null) {
      statement.setObject(position, null);
    } else {
      throw new IllegalArgumentException("no column's value: " + value.getClass());
    }
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }
}
