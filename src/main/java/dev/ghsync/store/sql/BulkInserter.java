package dev.ghsync.store.sql;

import java.util.Arrays;
import java.util.Collections;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Inserter} of fifty rows at a time, which takes 60 % of the time. It does not tell which
 * of them are new.
 */
public final class BulkInserter implements AutoCloseable {
  private static final int ROWS = 50;

  private final Handle handle;
  private final String insert;
  private final String otherwise;
  private final int columns;
  private final @Nullable Object[] values;
  private final Inserter one;
  private @Nullable Inserter many;
  private int filled;

  /**
   * Inserts nothing yet.
   *
   * @param insert the statement up to its {@code VALUES}, with the columns' names
   * @param otherwise what follows the values
   */
  public BulkInserter(Handle handle, String insert, String otherwise) {
    this.handle = handle;
    this.insert = insert;
    this.otherwise = otherwise;
    columns = 1 + (int) insert.chars().filter(c -> c == ',').count();
    values = new Object[ROWS * columns];
    one = inserter(1);
  }

  /** Takes a row, see {@link Inserter#insert}; {@link #finish} inserts it at the latest. */
  public void insert(@Nullable Object... row) {
    System.arraycopy(row, 0, values, filled, columns);
    filled += columns;
    if (filled == values.length) {
      many = many == null ? inserter(ROWS) : many;
      many.insert(values);
      filled = 0;
    }
  }

  /** Inserts what is left. */
  public void finish() {
    for (int at = 0; at < filled; at += columns) {
      one.insert(Arrays.copyOfRange(values, at, at + columns));
    }
    filled = 0;
  }

  @Override
  public void close() {
    one.close();
    if (many != null) {
      many.close();
    }
  }

  private Inserter inserter(int rows) {
    String row = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
    String all = String.join(", ", Collections.nCopies(rows, row));
    return new Inserter(handle, insert + " VALUES " + all + " " + otherwise);
  }
}
