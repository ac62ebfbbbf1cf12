package dev.ghsync.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Queries on one connection, by plain JDBC: a library that maps rows and parses parameters would
 * cost a short run more than SQLite itself.
 *
 * <p>SQLite numbers the parameters of a statement in the order in which their names first appear,
 * so values are given in that order, one for each name: {@code WHERE a = :a OR b = :a AND c = :c}
 * takes two values. {@link SqlValues#of} says which values there are.
 */
public class ReadConnection implements AutoCloseable {
  private final Object file;
  private final Connection jdbc;
  private final StatementCache statements;

  /**
   * Wraps an open connection.
   *
   * @param file the database, for messages
   */
  public ReadConnection(Object file, Connection jdbc) {
    this.file = file;
    this.jdbc = jdbc;
    this.statements = new StatementCache(jdbc);
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface RowReader<R> {
    R read(Row row) throws SQLException;
  }

  public <R> List<R> list(String sql, RowReader<R> reader, @Nullable Object... values) {
    List<R> rows = new ArrayList<>();
    forEach(sql, reader, rows::add, values);
    return rows;
  }

  /** Returns the first row, if there is one. */
  public <R> Optional<R> find(String sql, RowReader<R> reader, @Nullable Object... values) {
    return query(
        sql,
        result -> result.next() ? Optional.of(reader.read(new Row(result))) : Optional.empty(),
        values);
  }

  /** Returns the first row of a query that always has one. */
  public <R> R one(String sql, RowReader<R> reader, @Nullable Object... values) {
    return find(sql, reader, values).orElseThrow(() -> new IllegalStateException("no row: " + sql));
  }

  /** Passes on one row after another. */
  public <R> void forEach(
      String sql, RowReader<R> reader, Consumer<R> consumer, @Nullable Object... values) {
    query(
        sql,
        result -> {
          Row row = new Row(result);
          while (result.next()) {
            consumer.accept(reader.read(row));
          }
          return true;
        },
        values);
  }

  /** Lists the numbers in the first column. */
  public List<Long> numbers(String sql, @Nullable Object... values) {
    return list(sql, Row::firstNumber, values);
  }

  /** Lists the texts in the first column. */
  public List<String> texts(String sql, @Nullable Object... values) {
    return list(sql, Row::firstText, values);
  }

  /** Returns the number in the first column of the only row, such as a count. */
  public long number(String sql, @Nullable Object... values) {
    return one(sql, Row::firstNumber, values);
  }

  /** Returns the truth value in the first column of the only row. */
  public boolean isTrue(String sql, @Nullable Object... values) {
    return number(sql, values) != 0;
  }

  @FunctionalInterface
  private interface ResultReader<R> {
    R read(ResultSet result) throws SQLException;
  }

  private <R> R query(String sql, ResultReader<R> reader, @Nullable Object... values) {
    return execute(
        sql,
        statement -> {
          bind(sql, statement, values);
          try (ResultSet result = statement.executeQuery()) {
            return reader.read(result);
          }
        });
  }

  @FunctionalInterface
  interface Execution<R> {
    R run(PreparedStatement statement) throws SQLException;
  }

  /** Executes a statement, which is kept for its next use unless an error occurs. */
  final <R> R execute(String sql, Execution<R> execution) {
    try {
      PreparedStatement statement = statements.take(sql);
      boolean done = false;
      try {
        R result = execution.run(statement);
        done = true;
        return result;
      } finally {
        if (done) {
          statements.giveBack(sql, statement);
        } else {
          statement.close();
        }
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Runs work in one transaction, or in the one that is open already. */
  public <R> R inTransaction(Supplier<R> work) {
    boolean done = false;
    try {
      if (!jdbc.getAutoCommit()) {
        done = true;
        return work.get();
      }
      jdbc.setAutoCommit(false);
      R result = work.get();
      jdbc.setAutoCommit(true); // which commits
      done = true;
      return result;
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      if (!done) {
        rollBack();
      }
    }
  }

  /** Errors say nothing new: there was no transaction, or SQLite has rolled it back already. */
  private void rollBack() {
    try (Statement statement = jdbc.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // see above
    }
    try {
      jdbc.setAutoCommit(true);
    } catch (SQLException e) {
      // there is nothing to commit
    }
  }

  static void bind(String sql, PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    int wanted = statement.getParameterMetaData().getParameterCount();
    if (wanted != values.length) {
      throw new IllegalArgumentException(values.length + " values for " + wanted + " in " + sql);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, SqlValues.of(values[i]));
    }
  }

  final StatementCache statements() {
    return statements;
  }

  final StoreException failure(SQLException e) {
    return StoreException.of(file, e);
  }

  @Override
  public void close() {
    try {
      statements.clear();
      jdbc.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
