package dev.ghsync.store;

import dev.ghsync.store.sql.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The schema of a database: whose it is, its version, and the migrations to the newest one. */
final class Schema {
  /** Each brings the schema one version forward; a released one is never changed. */
  static final List<String> MIGRATIONS =
      List.of("V1.sql", "V2.sql", "V3.sql", "V4.sql", "V5.sql", "V6.sql", "V7.sql");

  /** {@code "ghsy"}: PRAGMA application_id of our files. */
  private static final int APPLICATION_ID = 0x67687379;

  /** One statement, since another process may be writing the first tables and the id. */
  private static final String IS_FOREIGN =
      "SELECT EXISTS (SELECT 1 FROM sqlite_master)"
          + " AND (SELECT application_id FROM pragma_application_id) <> "
          + APPLICATION_ID;

  private Schema() {}

  /** Refuses a file of another program or of a newer ghsync. */
  static void check(Path file, Statement sql) throws SQLException {
    version(file, sql);
  }

  /** Refuses a file that is not ours, or has another version of the schema. */
  static void requireCurrent(Path file, Statement sql) throws SQLException {
    if (version(file, sql) < MIGRATIONS.size()) {
      throw new StoreException(
          file
              + " was written by an older ghsync; the next 'ghsync repo' by a user who may write it brings it up to date");
    }
  }

  private static int version(Path file, Statement sql) throws SQLException {
    if (number(sql, IS_FOREIGN) != 0) {
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
   * Brings the schema to the newest version, in one transaction. Foreign keys are off meanwhile:
   * dropping a table that is created again would delete the rows that refer to it. SQLite ignores
   * the setting inside a transaction, see <a
   * href="https://www.sqlite.org/lang_altertable.html#otheralter">ALTER TABLE</a>.
   */
  static void migrate(Path file, Statement sql) throws SQLException {
    if (version(file, sql) == MIGRATIONS.size()) {
      return;
    }
    sql.execute("PRAGMA foreign_keys = OFF");
    sql.execute("BEGIN IMMEDIATE");
    try {
      // Read again inside the transaction: another process may have migrated meanwhile.
      int version = version(file, sql);
      for (String migration : MIGRATIONS.subList(version, MIGRATIONS.size())) {
        sql.executeUpdate(text(migration));
      }
      requireKeys(file, sql);
      sql.execute("PRAGMA user_version = " + MIGRATIONS.size());
      sql.execute("PRAGMA application_id = " + APPLICATION_ID);
      sql.execute("COMMIT");
    } catch (SQLException | RuntimeException e) {
      rollBack(sql, e);
      throw e;
    }
    sql.execute("PRAGMA foreign_keys = ON");
  }

  private static void requireKeys(Path file, Statement sql) throws SQLException {
    try (ResultSet row = sql.executeQuery("PRAGMA foreign_key_check")) {
      if (row.next()) {
        throw new StoreException(
            "the database %s was not brought up to date: a row of %s refers to a row of %s that is not there; restore the file from a copy, or remove it and sync again"
                .formatted(file, row.getString("table"), row.getString("parent")));
      }
    }
  }

  /** Rolls back. SQLite has done so already if the disk is full, and then reports another error. */
  private static void rollBack(Statement sql, Exception cause) {
    try {
      sql.execute("ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static String text(String migration) {
    try (InputStream in = Schema.class.getResourceAsStream(migration)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + migration);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("missing from the program: " + migration, e);
    }
  }

  private static int number(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      return row.getInt(1);
    }
  }
}
