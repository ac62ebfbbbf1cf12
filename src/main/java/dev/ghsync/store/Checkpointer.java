package dev.ghsync.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Copies a long write-ahead log into the database on a thread and a connection of its own, while
 * the next transaction is being written. It only helps: what it leaves undone SQLite does itself,
 * at a commit or when the file is closed. See <a href="https://www.sqlite.org/wal.html#ckpt">there
 * </a>.
 *
 * <p>The log begins anew only when all of it is copied, and who writes without a pause is always
 * ahead; so that it does not become as large as the database, he waits now and then.
 */
public final class Checkpointer implements AutoCloseable {
  /** A shorter log is not worth the flushes to the disk. */
  static final long ENOUGH_BYTES = 4 << 20;

  /** To wait costs a tenth of a second, a long log only room on the disk. */
  private static final long MOST_BYTES = 256 << 20;

  private final Path file;
  private final Path log;
  private final long mostBytes;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Checkpointer::daemon);
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile Future<?> pass = CompletableFuture.completedFuture(null);
  private volatile long copied;
  private @Nullable Connection connection;

  Checkpointer(Path file) {
    this(file, MOST_BYTES);
  }

  /** One for which a log longer than {@code mostBytes} is too long. */
  Checkpointer(Path file, long mostBytes) {
    this.file = file;
    this.mostBytes = mostBytes;
    log = log(file);
  }

  /** SQLite's write-ahead log of a database. */
  public static Path log(Path file) {
    return Path.of(file.toAbsolutePath() + "-wal");
  }

  /** To be called after each write, outside of any transaction. */
  void written() {
    long length = length();
    long news = length < copied ? length : length - copied; // or it has begun anew
    if (news > ENOUGH_BYTES && due.compareAndSet(false, true)) {
      pass = thread.submit(this::copy);
    }
    if (length > mostBytes) {
      await(pass);
    }
  }

  /** Ends before the database is closed, so that the last connection is the writer's. */
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
      Connection own = connection == null ? DatabaseFile.connect(file) : connection;
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
