package dev.ghsync.store.sql;

import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * An insertion of fifty rows at a time, which takes 60 % of the time of single ones. It does not
 * say which of the rows are new.
 */
public final class BulkInsert implements AutoCloseable {
  private static final int ROWS = 50;

  private final WriteConnection connection;
  private final String insert;
  private final String otherwise;
  private final int columns;
  private final @Nullable Object[] values;
  private @Nullable Batch many;
  private int filled;

  /**
   * Prepares an insertion.
   *
   * @param insert the statement up to its {@code VALUES}, with the columns' names
   * @param otherwise the part of the statement after the values
   */
  BulkInsert(WriteConnection connection, String insert, String otherwise) {
    this.connection = connection;
    this.insert = insert;
    this.otherwise = otherwise;
    columns = 1 + (int) insert.chars().filter(c -> c == ',').count();
    values = new Object[ROWS * columns];
  }

  /** Takes a row; {@link #finish} inserts it at the latest. */
  public void add(@Nullable Object... row) {
    System.arraycopy(row, 0, values, filled, columns);
    filled += columns;
    if (filled == values.length) {
      many = many == null ? batch(ROWS) : many;
      many.run(values);
      filled = 0;
    }
  }

  /** Inserts the remaining rows. */
  public void finish() {
    try (Batch one = batch(1)) {
      for (int at = 0; at < filled; at += columns) {
        one.run(Arrays.copyOfRange(values, at, at + columns));
      }
    }
    filled = 0;
  }

  @Override
  public void close() {
    if (many != null) {
      many.close();
    }
  }

  private Batch batch(int rows) {
    String row = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
    String all = String.join(", ", Collections.nCopies(rows, row));
    return connection.batch(insert + " VALUES " + all + " " + otherwise);
  }
}
