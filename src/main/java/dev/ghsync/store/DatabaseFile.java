package dev.ghsync.store;

import dev.ghsync.model.PrivateFiles;
import dev.ghsync.store.sql.LockProbe;
import dev.ghsync.store.sql.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * Opens the file, tells ours from others', and migrates its schema: forward, in one transaction.
 */
public final class DatabaseFile {
  /** {@code "ghsy"}: PRAGMA application_id of our files. */
  private static final int APPLICATION_ID = 0x67687379;

  /** Each brings the schema one version forward; a released one is never changed. */
  private static final List<String> MIGRATIONS = List.of("V1.sql", "V2.sql");

  /** In one statement: another process may be making the file ours. */
  private static final String FOREIGN =
      "SELECT EXISTS (SELECT 1 FROM sqlite_master)"
          + " AND (SELECT application_id FROM pragma_application_id) <> "
          + APPLICATION_ID;

  private static final int BUSY_MILLIS = 60_000;
  private static final int LOOK_MILLIS = 1_000;
  private static final int PAUSE_MILLIS = 10;

  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  /** Contents of files fill most of a database: large pages store them in half the time. */
  private static final int PAGE_BYTES = 16 << 10;

  /** A commit copies the log itself only where the {@link Checkpointer} does not get to it. */
  private static final int LOG_PAGES = 20_000;

  private DatabaseFile() {}

  /**
   * The file itself, whatever symbolic links lead to it: SQLite keeps its log beside the file that
   * it is told, and locks of ours are beside it too.
   */
  public static Path real(Path file) {
    Path real = file.toAbsolutePath();
    try {
      for (int links = 0; Files.isSymbolicLink(real); links++) {
        if (links == MOST_LINKS) {
          throw new StoreException("the symbolic links of " + file + " lead in a circle");
        }
        real = real.resolveSibling(Files.readSymbolicLink(real));
      }
      Path folder = real.getParent();
      return folder != null && Files.exists(folder)
          ? folder.toRealPath().resolve(real.getFileName())
          : real;
    } catch (IOException e) {
      throw new StoreException("the database " + file + " cannot be found: " + e.getMessage(), e);
    }
  }

  /** Creates the folder and an empty file where there is none. */
  static void create(Path file) {
    createFile(file);
    refuseSecondName(file);
  }

  /**
   * A file with two names would get two logs, of which each lacks what is in the other: <a
   * href="https://www.sqlite.org/howtocorrupt.html#_multiple_links_to_the_same_file">there</a>.
   */
  private static void refuseSecondName(Path file) {
    try {
      boolean counted = file.getFileSystem().supportedFileAttributeViews().contains("unix");
      if (counted && Files.getAttribute(file, "unix:nlink") instanceof Integer names && names > 1) {
        throw new StoreException(
            "the database %s has a second name (a hard link); SQLite would damage it. Remove that name, or make a copy or a symbolic link of it"
                .formatted(file));
      }
    } catch (IOException e) {
      throw new StoreException("the database " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Opens a file that is there, and brings its schema up to date. */
  static Handle open(Path file) {
    return open(file, DatabaseFile::prepare);
  }

  /** Opens a file that is there; an older schema is refused. */
  static Handle openCurrent(Path file) {
    return open(
        file,
        (f, sql) -> {
          requireCurrent(f, sql);
          prepare(f, sql);
        });
  }

  private static Handle open(Path file, Preparation preparation) {
    NativeLibrary.load(file);
    try {
      return handle(file, connect(file), preparation);
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  private interface Preparation {
    void prepare(Path file, Statement sql) throws SQLException;
  }

  private static Handle handle(Path file, Connection connection, Preparation preparation)
      throws SQLException {
    try (Statement sql = connection.createStatement()) {
      requireLocks(file, sql);
      preparation.prepare(file, sql);
      return Store.handleOn(connection);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Where even a short look at the file must wait, this tells a lock from a lack of locks. */
  private static void requireLocks(Path file, Statement sql) throws SQLException {
    sql.execute("PRAGMA busy_timeout = " + LOOK_MILLIS);
    try {
      number(sql, "SELECT count(*) FROM sqlite_master");
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

  /** Whether this user may write the file, and beside it the log that SQLite needs for that. */
  static boolean isWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return Files.isWritable(file) && folder != null && Files.isWritable(folder);
  }

  /**
   * For reading alone: leaves no trace. Where nobody has the file open there is no log, and SQLite
   * would want to make one, unless it is told that the file stands still: <a
   * href="https://www.sqlite.org/wal.html#readonly">there</a>.
   */
  public static Handle openToRead(Path file) {
    NativeLibrary.load(file);
    try {
      SQLiteConfig config = new SQLiteConfig();
      config.setReadOnly(true);
      config.setBusyTimeout(BUSY_MILLIS);
      String address = "jdbc:sqlite:" + addressToRead(file);
      return handle(file, config.createConnection(address), DatabaseFile::requireCurrent);
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  /** The file's address for SQLite, for reading alone as {@link #openToRead} does. */
  public static String addressToRead(Path file) {
    boolean standsStill = !Files.exists(Checkpointer.log(file));
    return file.toUri() + (standsStill ? "?immutable=1" : "?mode=ro");
  }

  /**
   * An empty database in memory, with all tables and without the checks of foreign keys.
   *
   * @param file the database that it is compared with
   */
  public static Handle inMemory(Path file) {
    NativeLibrary.load(file);
    try {
      SQLiteConfig config = new SQLiteConfig();
      config.setGetGeneratedKeys(false);
      Connection connection = config.createConnection("jdbc:sqlite::memory:");
      return handle(
          file,
          connection,
          (name, sql) -> {
            migrate(name, sql);
            sql.execute("PRAGMA foreign_keys = OFF");
          });
    } catch (SQLException e) {
      throw StoreException.of(file, e);
    }
  }

  private static void requireCurrent(Path file, Statement sql) throws SQLException {
    if (check(file, sql) < MIGRATIONS.size()) {
      throw new StoreException(
          file
              + " was written by an older ghsync; the next 'ghsync repo' by a user who may write it brings it up to date");
    }
  }

  static Connection connect(Path file) throws SQLException {
    try {
      return connect(file, LOOK_MILLIS);
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
    config.setJournalSizeLimit((int) Checkpointer.ENOUGH_BYTES);
    return config.createConnection(address(file));
  }

  /** Percent signs, question marks and the like are part of the path. */
  private static String address(Path file) {
    return "jdbc:sqlite:" + file.toUri();
  }

  private static void createFile(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        PrivateFiles.makeFolder(folder);
      }
      if (Files.isDirectory(file)) {
        throw new StoreException(file + " is a folder; name a file with --db");
      }
      Files.createFile(file, PrivateFiles.file());
    } catch (FileAlreadyExistsException e) {
      if (Files.exists(file) && (!Files.isReadable(file) || !Files.isWritable(file))) {
        throw new StoreException(
            "the database " + file + " cannot be written; check its permissions", e);
      }
      if (!Files.exists(file)) {
        throw new StoreException(
            "the folder of " + file + " cannot be made: " + e.getFile() + " is a file", e);
      }
    } catch (AccessDeniedException e) {
      throw new StoreException(
          "the database " + file + " cannot be created: no permission for " + e.getFile(), e);
    } catch (NoSuchFileException e) {
      throw new StoreException("the folder of " + file + " cannot be made in " + e.getFile(), e);
    } catch (IOException e) {
      throw new StoreException("the database " + file + " cannot be created: " + e.getMessage(), e);
    }
  }

  private static void prepare(Path file, Statement sql) throws SQLException {
    int version = check(file, sql);
    useWriteAheadLog(sql);
    sql.execute("PRAGMA cache_size = -16000");
    sql.execute("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
    if (version < MIGRATIONS.size()) {
      migrate(file, sql);
    }
  }

  /** Refuses what is not ours; the version of its schema. */
  private static int check(Path file, Statement sql) throws SQLException {
    if (number(sql, FOREIGN) != 0) {
      throw new StoreException(
          file
              + " belongs to another program (its tables are not ghsync's); name another file with --db");
    }
    int version = number(sql, "PRAGMA user_version");
    if (version > MIGRATIONS.size()) {
      throw new StoreException(
          "%s was written by a newer ghsync (schema %d, this one knows %d); install the newer version"
              .formatted(file, version, MIGRATIONS.size()));
    }
    return version;
  }

  /**
   * Of several that do so to a new file at once SQLite refuses all but one, without waiting: each
   * holds what the other needs.
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

  /**
   * Brings the schema to the newest version, in one transaction. Foreign keys are off meanwhile:
   * dropping a table that is made anew would delete the rows that refer to it. SQLite ignores the
   * setting inside a transaction. See <a
   * href="https://www.sqlite.org/lang_altertable.html#otheralter">there</a>.
   */
  private static void migrate(Path file, Statement sql) throws SQLException {
    sql.execute("PRAGMA foreign_keys = OFF");
    sql.execute("BEGIN IMMEDIATE");
    try {
      // Read again inside the transaction: another process may have migrated meanwhile.
      int version = check(file, sql);
      for (String migration : MIGRATIONS.subList(version, MIGRATIONS.size())) {
        sql.executeUpdate(resource(migration));
      }
      requireKeys(file, sql);
      sql.execute("PRAGMA user_version = " + MIGRATIONS.size());
      sql.execute("PRAGMA application_id = " + APPLICATION_ID);
      sql.execute("COMMIT");
    } catch (SQLException | RuntimeException e) {
      rollback(sql, e);
      throw e;
    }
    sql.execute("PRAGMA foreign_keys = ON");
  }

  private static void requireKeys(Path file, Statement sql) throws SQLException {
    try (ResultSet row = sql.executeQuery("PRAGMA foreign_key_check")) {
      if (row.next()) {
        throw new StoreException(
            "the database %s was not brought up to date: a row of %s refers to a row of %s that is not there; restore the file from a copy, or remove it and sync anew"
                .formatted(file, row.getString("table"), row.getString("parent")));
      }
    }
  }

  /** Where the disk is full SQLite has done it already, and says so by another failure. */
  private static void rollback(Statement sql, Exception cause) {
    try {
      sql.execute("ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = DatabaseFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("missing from the program: " + name, e);
    }
  }

  private static int number(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      return row.getInt(1);
    }
  }
}
