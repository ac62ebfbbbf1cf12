package dev.ghsync.store.git;

import dev.ghsync.store.sql.ReadConnection;

/**
 * The space in a database file.
 *
 * @param bytes the size of the file
 * @param free bytes of it that contain nothing
 */
public record FileSpace(long bytes, long free) {
  /** Reads the space as of the connection's transaction. */
  public static FileSpace of(ReadConnection db) {
    long page = db.number("PRAGMA page_size");
    return new FileSpace(
        page * db.number("PRAGMA page_count"), page * db.number("PRAGMA freelist_count"));
  }
}
