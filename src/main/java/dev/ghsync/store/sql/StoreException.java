package dev.ghsync.store.sql;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A failure to open, read or write the database. The message is for the user: what happened to
 * which file, and what to do next. The open transaction is rolled back.
 */
public final class StoreException extends RuntimeException {
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  public StoreException(String message) {
    super(message);
  }

  /** Returns the exception for SQLite's result code on {@code file}. */
  public static StoreException of(Object file, Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof SQLiteException e) {
        return new StoreException(explain(file, e), cause);
      }
      if (t instanceof SQLException e) {
        return new StoreException("the database " + file + " failed: " + e.getMessage(), cause);
      }
    }
    return new StoreException("the database " + file + " failed: " + cause.getMessage(), cause);
  }

  public static StoreException damaged(Object file) {
    return new StoreException(damage(file));
  }

  private static String damage(Object file) {
    return "the database "
        + file
        + " is damaged; restore it from a copy, or remove it and sync again";
  }

  private static String explain(Object file, SQLiteException e) {
    SQLiteErrorCode code = e.getResultCode();
    if (LockProbe.isOfFileSystem(code)) {
      return LockProbe.unsuitable(file);
    }
    return switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
      case SQLITE_FULL -> "no space is left for the database " + file + "; make room and run again";
      case SQLITE_READONLY, SQLITE_PERM ->
          "the database " + file + " cannot be written; check its permissions and its folder's";
      case SQLITE_CANTOPEN ->
          "the database " + file + " cannot be opened; check the path and its permissions";
      case SQLITE_NOTADB -> file + " is not an SQLite database; name another file with --db";
      case SQLITE_CORRUPT -> damage(file);
      case SQLITE_IOERR ->
          "reading or writing the database "
              + file
              + " failed (input/output error); check the disk";
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "another program keeps the database " + file + " locked; close it and run again";
      default -> "the database " + file + " failed (SQLite: " + code.name() + ")";
    };
  }
}
