package dev.ghsync.store;

import dev.ghsync.store.sql.NamedParameters;
import dev.ghsync.store.sql.StoreException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * One SQLite file. There is one connection, and whoever works on it has it alone: threads of this
 * process wait for each other here, other processes wait in SQLite for up to a minute. Keep the
 * work short: no request while a transaction is open.
 */
public final class Store implements AutoCloseable {
  private final Path file;
  private final Handle handle;
  private final Session session;
  private final Checkpointer checkpointer;
  private final ReentrantLock lock = new ReentrantLock();

  private Store(Path file, Handle handle) {
    this.file = file;
    this.handle = handle;
    this.session = new Session(handle);
    this.checkpointer = new Checkpointer(file);
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
    return new Store(real, DatabaseFile.open(real));
  }

  /**
   * Opens a file that is there and leaves its schema as it is: to be read only where this user may
   * not write it.
   *
   * @throws StoreException where it cannot be read, has the schema of an older ghsync, or as {@link
   *     #open}
   */
  public static Store openReadOnly(Path file) {
    Path real = DatabaseFile.real(file);
    return DatabaseFile.isWritable(real)
        ? new Store(real, DatabaseFile.openCurrent(real))
        : openToRead(real);
  }

  /**
   * Opens the file to be read only, whether this user may write it or not.
   *
   * @throws StoreException where it cannot be read, or has another version of the schema
   */
  public static Store openToRead(Path file) {
    Path real = DatabaseFile.real(file);
    return new Store(real, DatabaseFile.openToRead(real));
  }

  /** The file itself, whatever symbolic links led to it. */
  public Path file() {
    return file;
  }

  /**
   * Runs {@code work} in one transaction: all of its writes are stored, or none.
   *
   * @throws StoreException where the database fails; then nothing is stored
   */
  public <R> R inTransaction(Function<Session, R> work) {
    R result = exclusively(() -> handle.inTransaction(h -> work.apply(session)));
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
   * Runs {@code work}, which only reads.
   *
   * @throws StoreException where the database fails
   */
  public <R> R read(Function<Session, R> work) {
    return exclusively(() -> work.apply(session));
  }

  private <R> R exclusively(java.util.function.Supplier<R> work) {
    lock.lock();
    try {
      return work.get();
    } catch (JdbiException e) {
      throw StoreException.of(file, e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      checkpointer.close();
      handle.close();
    } catch (JdbiException e) {
      throw StoreException.of(file, e);
    } finally {
      lock.unlock();
    }
  }

  static Handle handleOn(java.sql.Connection connection) {
    // By a factory: a handle on a connection that Jdbi was given as such leaves it open.
    Jdbi jdbi = Jdbi.create(() -> connection);
    jdbi.getConfig(SqlStatements.class)
        .setUnusedBindingAllowed(true) // one binder serves a table's insert and its narrower ones
        .setTemplateEngine(TemplateEngine.NOP)
        .setSqlParser(new NamedParameters());
    return jdbi.open();
  }
}
