package dev.ghsync.store;

import dev.ghsync.store.sql.LockProbe;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.StoreException;
import dev.ghsync.store.sql.WriteConnection;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/** Opens connections to a database, with their settings. */
public final class Connections {
  private static final int BUSY_MILLIS = 60_000;
  private static final int PROBE_MILLIS = 1_000;
  private static final int PAUSE_MILLIS = 10;

  /** Contents of files fill most of a database: large pages store them in half the time. */
  private static final int PAGE_BYTES = 16 << 10;

  /** A commit checkpoints only where the {@link Checkpointer} is too slow. */
  private static final int LOG_PAGES = 20_000;

  private Connections() {}

  @FunctionalInterface
  private interface Preparation {
    void prepare(Path file, Statement sql) throws SQLException;
  }

  @FunctionalInterface
  private interface Opening {
    Connection open() throws SQLException;
  }

  /** Opens a file that exists, and brings its schema up to date. */
  static WriteConnection open(Path file) {
    return open(file, Schema::check);
  }

  /** Opens a file that exists; an older schema is refused. */
  static WriteConnection openCurrent(Path file) {
    return open(file, Schema::requireCurrent);
  }

  private static WriteConnection open(Path file, Preparation check) {
    return prepared(
        file,
        () -> connect(file),
        (f, sql) -> {
          requireLocks(f, sql);
          check.prepare(f, sql);
          useTemporaryFolder(f, sql);
          useWriteAheadLog(sql);
          sql.execute("PRAGMA cache_size = -12000");
          sql.execute("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
          Schema.migrate(f, sql);
        });
  }

  private static void useTemporaryFolder(Path file, Statement sql) throws SQLException {
    Optional<Path> folder = TemporaryFiles.folder(file);
    if (folder.isPresent()) {
      String quoted = folder.get().toString().replace("'", "''");
      sql.execute("PRAGMA temp_store_directory = '" + quoted + "'");
    }
  }

  /**
   * Opens a file for reading alone, and leaves no trace. While no other process has it open there
   * is no log, and SQLite would want to create one unless the file is declared to be <a
   * href="https://www.sqlite.org/wal.html#readonly">immutable</a>.
   */
  public static WriteConnection openToRead(Path file) {
    return prepared(
        file,
        () -> readOnly().createConnection("jdbc:sqlite:" + addressToRead(file)),
        (f, sql) -> {
          requireLocks(f, sql);
          Schema.requireCurrent(f, sql);
          useTemporaryFolder(f, sql);
        });
  }

  /** Opens a connection for reading beside the writing one of the same process. */
  static ReadConnection openBeside(Path file) {
    return prepared(file, () -> readOnly().createConnection(address(file)), (f, sql) -> {});
  }

  private static SQLiteConfig readOnly() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    return config;
  }

  /** Returns the file's address for SQLite, for reading alone as {@link #openToRead} does. */
  public static String addressToRead(Path file) {
    return uri(file) + (DatabaseFile.hasLog(file) ? "?mode=ro" : "?immutable=1");
  }

  /**
   * Opens an empty database in memory, without tables and without the checks of foreign keys.
   *
   * @param file the database with which it is compared
   */
  public static WriteConnection inMemory(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(false);
    config.setGetGeneratedKeys(false);
    return prepared(file, () -> config.createConnection("jdbc:sqlite::memory:"), (f, sql) -> {});
  }

  private static WriteConnection prepared(Path file, Opening opening, Preparation preparation) {
    NativeLibrary.load(file);
    try {
      Connection connection = opening.open();
      try (Statement sql = connection.createStatement()) {
        preparation.prepare(file, sql);
        return new WriteConnection(file, connection);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  /**
   * Distinguishes a locked file from a file system without locks, if even a short read must wait.
   */
  private static void requireLocks(Path file, Statement sql) throws SQLException {
    sql.execute("PRAGMA busy_timeout = " + PROBE_MILLIS);
    try {
      sql.executeQuery("SELECT count(*) FROM sqlite_master").close();
    } catch (SQLException e) {
      if (!isBusy(e)) {
        throw e;
      }
      LockProbe.check(file);
    }
    sql.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
  }

  private static boolean isBusy(SQLException e) {
    return (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  static Connection connect(Path file) throws SQLException {
    try {
      return connect(file, PROBE_MILLIS);
    } catch (SQLException e) {
      if (!isBusy(e)) {
        throw e;
      }
      LockProbe.check(file);
      return connect(file, BUSY_MILLIS);
    }
  }

  private static Connection connect(Path file, int busyMillis) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(busyMillis);
    config.enforceForeignKeys(true);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setPageSize(PAGE_BYTES); // of a new file; others keep theirs
    // In WAL mode NORMAL loses no consistency on a power cut, only the newest transactions, which
    // the next run reads again: https://www.sqlite.org/pragma.html#pragma_synchronous
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setGetGeneratedKeys(false); // or each INSERT costs a SELECT
    config.setJournalSizeLimit((int) Checkpointer.MIN_BYTES);
    return config.createConnection(address(file));
  }

  /** Percent signs, question marks and the like are part of the path. */
  private static String address(Path file) {
    return "jdbc:sqlite:" + uri(file);
  }

  /**
   * Returns the address as SQLite reads it, to which a server's name is a part of the path: <a
   * href="https://www.sqlite.org/uri.html#the_uri_path">paths</a>. A drive of Windows that is
   * mapped to a server has one too.
   */
  public static String uri(Path file) {
    return uri(file.toUri());
  }

  static String uri(URI file) {
    return file.getRawAuthority() == null
        ? file.toString()
        : "file://" + file.getRawSchemeSpecificPart();
  }

  /**
   * Switches to the write-ahead log. If several processes do so to a new file at once, SQLite
   * refuses all but one without waiting, since each holds what the other needs.
   */
  private static void useWriteAheadLog(Statement sql) throws SQLException {
    for (int tries = BUSY_MILLIS / PAUSE_MILLIS; ; tries--) {
      try {
        sql.execute("PRAGMA journal_mode = WAL");
        return;
      } catch (SQLException e) {
        if (!isBusy(e) || tries == 0) {
          throw e;
        }
        pause(e);
      }
    }
  }

  private static void pause(SQLException cause) throws SQLException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cause;
    }
  }
}
