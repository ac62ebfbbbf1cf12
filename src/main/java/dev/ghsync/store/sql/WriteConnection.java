package dev.ghsync.store.sql;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Statements that write, on one connection. */
public final class WriteConnection extends ReadConnection {
  public WriteConnection(Object file, Connection jdbc) {
    super(file, jdbc);
  }

  /** Executes one statement and returns how many rows it changed. */
  public int update(String sql, @Nullable Object... values) {
    return execute(
        sql,
        statement -> {
          bind(sql, statement, values);
          return statement.executeUpdate();
        });
  }

  /** Prepares one statement for many rows. */
  public Batch batch(String sql) {
    return new Batch(this, sql);
  }

  /** Prepares an insertion of many rows, several in one statement; see {@link BulkInsert}. */
  public BulkInsert bulkInsert(String insert, String otherwise) {
    return new BulkInsert(this, insert, otherwise);
  }
}
