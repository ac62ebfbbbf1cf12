package dev.ghsync.store;

import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One SQLite file. One connection writes and another one reads, so that readers do not wait for
 * writers. Each is used by one thread at a time: other threads of this process wait here, other
 * processes wait in SQLite for up to a minute. Keep the work short: no request while a transaction
 * is open.
 */
public final class Store implements AutoCloseable {
  private final Path file;
  private final WriteConnection writer;
  private final Session session;
  private final Checkpointer checkpointer;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();

  /** Opened when it is first used; the connection of a file that is only read. */
  private @Nullable ReadConnection reader;

  private Store(Path file, WriteConnection writer, boolean readOnly) {
    this.file = file;
    this.writer = writer;
    this.session = new Session(writer);
    this.checkpointer = new Checkpointer(file);
    this.reader = readOnly ? writer : null;
  }

  /**
   * Opens the file; creates it (mode 0600) with its folder, and brings its schema up to date.
   *
   * @throws StoreException where it cannot be opened or written, is no SQLite database, belongs to
   *     another program, or was written by a newer ghsync
   */
  public static Store open(Path file) {
    DatabaseFile.create(DatabaseFile.real(file));
    Path real = DatabaseFile.real(file); // its folder may be new
    return new Store(real, Connections.open(real), false);
  }

  /**
   * Opens a file that exists and leaves its schema as it is: for reading alone where this user may
   * not write it.
   *
   * @throws StoreException where it cannot be read, has the schema of an older ghsync, or as {@link
   *     #open}
   */
  public static Store openReadOnly(Path file) {
    Path real = DatabaseFile.real(file);
    return DatabaseFile.isWritable(real)
        ? new Store(real, Connections.openCurrent(real), false)
        : openToRead(real);
  }

  /**
   * Opens the file for reading alone, whether this user may write it or not.
   *
   * @throws StoreException where it cannot be read, or has another version of the schema
   */
  public static Store openToRead(Path file) {
    Path real = DatabaseFile.real(file);
    return new Store(real, Connections.openToRead(real), true);
  }

  /** Returns the file to which symbolic links led. */
  public Path file() {
    return file;
  }

  /**
   * Runs {@code work} in one transaction: all of its writes are stored, or none.
   *
   * @throws StoreException where the database fails; then nothing is stored
   */
  public <R> R inTransaction(Function<Session, R> work) {
    R result;
    writing.lock();
    try {
      result = writer.inTransaction(() -> work.apply(session));
    } finally {
      writing.unlock();
    }
    checkpointer.written();
    return result;
  }

  /** {@link #inTransaction(Function)} for work without a result. */
  public void write(Consumer<Session> work) {
    inTransaction(
        s -> {
          work.accept(s);
          return true;
        });
  }

  /**
   * Runs {@code work} on the committed rows, which do not change meanwhile; within a transaction of
   * the same thread on the rows of that.
   *
   * @throws StoreException where the database fails
   */
  public <R> R read(Function<Reads, R> work) {
    if (writing.isHeldByCurrentThread()) {
      return work.apply(session);
    }
    reading.lock();
    try {
      ReadConnection db = reader == null ? Connections.openBeside(file) : reader;
      reader = db;
      return db.inTransaction(() -> work.apply(new Reads(db)));
    } finally {
      reading.unlock();
    }
  }

  /**
   * Writes the whole file again, without its free pages. Other processes can read meanwhile and
   * wait before they write. SQLite's temporary file is beside the database, since it may be as
   * large, see <a href="https://www.sqlite.org/lang_vacuum.html">VACUUM</a>.
   *
   * @throws StoreException where the database fails; then it stays as it was
   */
  public void vacuum() {
    writing.lock();
    try {
      closeReader();
      String folder = String.valueOf(file.toAbsolutePath().getParent()).replace("'", "''");
      writer.update("PRAGMA temp_store_directory = '" + folder + "'");
      try {
        writer.update("VACUUM");
      } finally {
        writer.update("PRAGMA temp_store_directory = ''");
      }
      writer.list("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.flag("busy"));
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      closeReader();
      checkpointer.close();
      writer.close();
    } finally {
      writing.unlock();
    }
  }

  private void closeReader() {
    reading.lock();
    try {
      if (reader != null && reader != writer) {
        reader.close();
        reader = null;
      }
    } finally {
      reading.unlock();
    }
  }
}
