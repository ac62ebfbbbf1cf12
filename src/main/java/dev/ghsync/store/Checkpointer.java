package dev.ghsync.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Copies a long write-ahead log into the database on a thread and a connection of its own, while
 * the next transaction is being written. SQLite does itself what this leaves undone, at a commit or
 * when the file is closed, see <a href="https://www.sqlite.org/wal.html#ckpt">checkpointing</a>.
 *
 * <p>SQLite restarts the log only after a complete checkpoint, which a continuous writer prevents.
 * Writers therefore block briefly when the log exceeds 16 MiB.
 */
final class Checkpointer implements AutoCloseable {
  /** A shorter log is not worth the flushes to the disk. */
  static final long MIN_BYTES = 4 << 20;

  /** Waiting costs a tenth of a second, a longer log space on the disk. */
  private static final long MAX_BYTES = 16 << 20;

  private final Path file;
  private final Path log;
  private final long maxBytes;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Checkpointer::daemon);
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile long copied;
  private @Nullable Connection connection;

  Checkpointer(Path file) {
    this(file, MAX_BYTES);
  }

  /** Creates one that makes writers wait for a log longer than {@code maxBytes}. */
  Checkpointer(Path file, long maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
    log = DatabaseFile.log(file);
  }

  /** Must be called after each write, outside of any transaction. */
  void written() {
    long length = length();
    long added = length < copied ? length : length - copied; // or it was restarted
    if (length > maxBytes) {
      await(thread.submit(this::copy)); // after a pass that runs, which began too early
    } else if (added > MIN_BYTES && due.compareAndSet(false, true)) {
      thread.execute(this::copy);
    }
  }

  /** Must be called before the database is closed, so that the last connection is the writer's. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
        disconnect();
      } else {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long length() {
    try {
      return Files.size(log);
    } catch (IOException e) {
      return 0;
    }
  }

  private static void await(Future<?> pass) {
    try {
      pass.get();
    } catch (ExecutionException e) {
      // as in copy: nothing is lost
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy() {
    due.set(false);
    copied = length();
    try {
      Connection own = connection == null ? Connections.connect(file) : connection;
      connection = own;
      try (Statement sql = own.createStatement()) {
        sql.execute("PRAGMA wal_checkpoint(PASSIVE)");
      }
    } catch (SQLException e) {
      // The log stays as it is: nothing is lost.
    }
  }

  private void disconnect() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // It has written nothing that could be lost.
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "ghsync-checkpoint");
    thread.setDaemon(true);
    return thread;
  }
}
