package dev.ghsync.store.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;

/**
 * A check whether a file system has locks and shared memory, which many network file systems lack.
 * SQLite reports such a file system as busy, as it does a database that another program has locked.
 */
public final class LockProbe {
  private static final Set<SQLiteErrorCode> FILE_SYSTEM_CODES =
      Set.of(
          SQLiteErrorCode.SQLITE_IOERR_LOCK,
          SQLiteErrorCode.SQLITE_IOERR_UNLOCK,
          SQLiteErrorCode.SQLITE_IOERR_RDLOCK,
          SQLiteErrorCode.SQLITE_IOERR_CHECKRESERVEDLOCK,
          SQLiteErrorCode.SQLITE_IOERR_SHMOPEN,
          SQLiteErrorCode.SQLITE_IOERR_SHMLOCK,
          SQLiteErrorCode.SQLITE_IOERR_SHMMAP);

  private LockProbe() {}

  /** Returns whether SQLite's code means that the file system lacks a feature. */
  static boolean isOfFileSystem(SQLiteErrorCode code) {
    return FILE_SYSTEM_CODES.contains(code);
  }

  static String unsuitable(Object file) {
    return "the file system of "
        + file
        + " has no locks or no shared memory, which SQLite needs; name a file on a local disk with --db";
  }

  /**
   * Refuses a file system without locks.
   *
   * @throws StoreException where nothing beside the database can be locked
   */
  public static void check(Path database) {
    Path folder = database.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try {
      Path probe = Files.createTempFile(folder, ".ghsync-lock-", ".tmp");
      try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.WRITE)) {
        channel.tryLock();
      } catch (IOException e) {
        throw new StoreException(unsuitable(database), e);
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      // The folder cannot be written, so the check is not possible.
    }
  }
}
