package dev.ghsync.store;

import dev.ghsync.store.sql.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * One sync of a repository at a time, across processes. The lock is the operating system's, on a
 * file of the repository's own beside the database, and so dies with its process, however that
 * ends.
 */
public final class RepoLock implements AutoCloseable {
  /**
   * Closing any channel on a file gives up all locks that this process has on it, so a second one
   * is never opened:
   * https://docs.oracle.com/javase/17/docs/api/java.base/java/nio/channels/FileLock.html
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** Who only looks whether the lock is held holds it for a moment; that is waited out. */
  private static final int LOOKS = 5;

  private static final long BETWEEN_LOOKS_NANOS = 20_000_000;

  private final Path file;
  private final FileChannel channel;

  private RepoLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock of the repository with this id of the database's.
   *
   * @return empty where somebody has it
   * @throws StoreException where the lock file cannot be written
   */
  public static Optional<RepoLock> take(Path database, long repo) {
    return lock(file(database, repo), RepoLock::open, false);
  }

  private static Path file(Path database, long repo) {
    return database.toAbsolutePath().resolveSibling(database.getFileName() + "." + repo + ".lock");
  }

  private interface Opener {
    FileChannel open(Path file) throws IOException;
  }

  private static Optional<RepoLock> lock(Path file, Opener opener, boolean shared) {
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    try {
      FileChannel channel = opener.open(file);
      for (int look = 0; look < LOOKS; look++) {
        if (channel.tryLock(0, Long.MAX_VALUE, shared) != null) {
          return Optional.of(new RepoLock(file, channel));
        }
        LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
      }
      channel.close();
      HELD.remove(file);
      return Optional.empty();
    } catch (IOException e) {
      HELD.remove(file);
      throw new StoreException(
          "the lock file %s cannot be used: %s; if the folder's file system has no locks, name a file on a local disk with --db"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Somebody syncs this repository now, in this process or another. Nothing is written for that.
   *
   * @return empty where this user may not know
   */
  public static Optional<Boolean> isHeld(Path database, long repo) {
    Path file = file(database, repo);
    if (!Files.exists(file)) {
      return Optional.of(false);
    }
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    Optional<RepoLock> mine = lock(file, FileChannel::open, true);
    mine.ifPresent(RepoLock::close);
    return Optional.of(mine.isEmpty());
  }

  private static FileChannel open(Path file) throws IOException {
    Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? FileChannel.open(
            file,
            options,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : FileChannel.open(file, options);
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreException("the lock file cannot be closed: " + e.getMessage(), e);
    } finally {
      HELD.remove(file);
    }
  }
}
