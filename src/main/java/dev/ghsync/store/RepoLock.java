package dev.ghsync.store;

import dev.ghsync.model.PrivateFiles;
import dev.ghsync.store.sql.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that allows one sync of a repository at a time, across processes. It is the operating
 * system's lock on a file of the repository beside the database. The operating system releases it
 * when the process ends, in whatever way.
 */
public final class RepoLock implements AutoCloseable {
  /**
   * The files that this process has open. Closing any channel on a file releases all locks of the
   * process on it, so a second channel is never opened:
   * https://docs.oracle.com/javase/17/docs/api/java.base/java/nio/channels/FileLock.html
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** A process that checks whether the lock is held holds it for a moment. */
  private static final int TRIES = 5;

  private static final long BETWEEN_TRIES_NANOS = 20_000_000;

  private final Path file;
  private final FileChannel channel;

  private RepoLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock of a repository.
   *
   * @param repo its id in the database
   * @return empty where another sync has it
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
      for (int tries = 0; tries < TRIES; tries++) {
        if (channel.tryLock(0, Long.MAX_VALUE, shared) != null) {
          return Optional.of(new RepoLock(file, channel));
        }
        LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
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
   * Returns whether a sync of this repository is running, in this process or another. It writes
   * nothing.
   *
   * @return empty where this user may not read the lock file
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
    return FileChannel.open(file, options, PrivateFiles.file(file));
  }

  /** Releases the lock. */
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
