package dev.ghsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.store.table.Issues;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of earlier schemas, written by the programs of that time. Schema 1: four repositories, of
 * which one has an unfinished walk and one was never found; a deleted issue, a force-push, two
 * tokens. Schema 2: one repository whose contents are complete but for one large file, and one
 * whose first run stopped in the middle of the files.
 */
public class MigrationTest {
  private static final String NEWEST = String.valueOf(Schema.MIGRATIONS.size());

  private static final String NAMED_AND_NOT_STORED =
      """
      SELECT DISTINCT sha FROM tree_entries WHERE type <> 'commit'
        AND sha NOT IN (SELECT sha FROM trees) AND sha NOT IN (SELECT sha FROM blobs)
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everyRowOfAnOlderFileIsKept(int version) throws Exception {
    Path file = oldFile(version, "old");
    Map<String, List<String>> before = rows(file, columns(file));
    Map<String, String> columns = columns(file);

    Store.open(file).close();

    assertThat(before.get("repos")).hasSize(version == 1 ? 4 : 2);
    assertThat(before.get("blobs")).hasSizeGreaterThan(20);
    assertThat(before.get("tree_rows")).hasSizeGreaterThan(50);
    assertThat(rows(file, columns)).isEqualTo(before);
    assertThat(StoreOpenTest.query(file, "PRAGMA user_version")).isEqualTo(NEWEST);
    assertThat(StoreOpenTest.query(file, "PRAGMA foreign_key_check")).isEmpty();
    assertThat(StoreOpenTest.query(file, "PRAGMA integrity_check")).isEqualTo("ok");
  }

  @Test
  void whatAnUnfinishedRunLeftOutIsListedAsAbsent() throws Exception {
    Path file = oldFile(2, "old");
    List<String> missing = new ArrayList<>(rows(file, NAMED_AND_NOT_STORED));

    Store.open(file).close();

    assertThat(missing).hasSize(18);
    assertThat(rows(file, "SELECT lower(hex(sha)) FROM absent_objects WHERE repo_id = 2"))
        .containsExactlyInAnyOrderElementsOf(missing);
    assertThat(rows(file, "SELECT DISTINCT repo_id, type FROM absent_objects"))
        .containsExactly("2|blob");
  }

  @Test
  void nothingIsAbsentFromACompleteFile() throws Exception {
    Path file = oldFile();
    Store.open(file).close();
    assertThat(rows(file, NAMED_AND_NOT_STORED)).isEmpty();
    assertThat(StoreOpenTest.query(file, "SELECT count(*) FROM absent_objects")).isEqualTo("0");
  }

  @Test
  void theIndexOfLargeFilesIsTheOneThatANewFileHas() throws Exception {
    Path file = oldFile(2, "old");
    Path created = folder.resolve("new.db");
    Store.open(file).close();
    Store.open(created).close();
    String indexes = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'blobs'";

    assertThat(rows(file, indexes)).isEqualTo(rows(created, indexes));
    assertThat(rows(file, "SELECT size > 4096 FROM blobs WHERE omitted = 'too-large'"))
        .containsExactly("1");
    StoreOpenTest.execute(file, "UPDATE blobs SET omitted = 'packed' WHERE rowid = 1");
    assertThat(StoreOpenTest.query(file, "PRAGMA integrity_check")).isEqualTo("ok");
  }

  @Test
  void rowsStillBelongToTheirRepositoryAfterwards() throws Exception {
    Path file = oldFile();
    try (Store store = Store.open(file)) {
      store.write(s -> s.repos().delete(1));
    }
    assertThat(StoreOpenTest.query(file, "SELECT count(*) FROM issues WHERE repo_id = 1"))
        .isEqualTo("0");
    assertThat(StoreOpenTest.query(file, "SELECT count(*) FROM issues WHERE repo_id = 2"))
        .isEqualTo("6");
  }

  @Test
  void commentsThatWereDeletedWithTheirIssueComeBackWithIt() throws Exception {
    Path file = oldFile();
    String comment = "SELECT min(id) FROM issue_comments WHERE repo_id = 1";
    String issue = "SELECT issue_number FROM issue_comments WHERE id = (" + comment + ")";
    StoreOpenTest.execute(
        file,
        "UPDATE issue_comments SET deleted_at = '2026-01-01T00:00:00Z' WHERE id = (%s)"
            .formatted(comment));
    StoreOpenTest.execute(
        file,
        "UPDATE issues SET deleted_at = '2026-01-01T00:00:00Z' WHERE repo_id = 1 AND number = (%s)"
            .formatted(issue));
    Store.open(file).close();

    assertThat(
            StoreOpenTest.query(
                file,
                "SELECT deleted_with_issue FROM issue_comments WHERE id = (%s)".formatted(comment)))
        .isEqualTo("1");
  }

  @Test
  void anIssueThatCameBackWithoutItsCommentsHasThemReadAgain() throws Exception {
    Path file = oldFile();
    String comment = "SELECT min(id) FROM issue_comments WHERE repo_id = 1 AND deleted_at IS NULL";
    String issue = "SELECT issue_number FROM issue_comments WHERE id = (" + comment + ")";
    String number = StoreOpenTest.query(file, issue);
    StoreOpenTest.execute(
        file,
        "UPDATE issue_comments SET deleted_at = '2026-01-01T00:00:00Z' WHERE id = (%s)"
            .formatted(comment));
    StoreOpenTest.execute(
        file,
        "UPDATE issues SET comments_checked = updated_at || ' ' || comments_count WHERE repo_id = 1");
    try (Store store = Store.open(file)) {
      List<Issues.UnequalComments> due = store.read(s -> s.issues().listUnequalComments(1));
      assertThat(due).extracting(unequal -> String.valueOf(unequal.number())).contains(number);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theViewsOfAMigratedFileCanBeRead(int version) throws Exception {
    Path file = oldFile(version, "old");
    Store.open(file).close();
    for (String view : List.of("tree_entries", "ref_files", "head_files", "sync_states")) {
      assertThat(StoreOpenTest.query(file, "SELECT count(*) FROM " + view)).isNotEqualTo("0");
    }
  }

  @Test
  void aRepositoryGetsTheHostThatItWasReadFrom() throws Exception {
    Path file = oldFile();
    StoreOpenTest.execute(
        file,
        "UPDATE validators SET url = 'https://api.github.com/repos/octo/one' WHERE repo_id = 1 AND slot = 'metadata'");
    StoreOpenTest.execute(
        file,
        "UPDATE validators SET url = 'https://Git.Example.com:8443/api/v3/repos/octo/two' WHERE repo_id = 2 AND slot = 'metadata'");
    StoreOpenTest.execute(file, "DELETE FROM validators WHERE repo_id = 3");
    StoreOpenTest.execute(
        file, "UPDATE repos SET html_url = 'https://acme.ghe.com/octo/three' WHERE id = 3");

    Store.open(file).close();

    assertThat(
            StoreOpenTest.query(
                file, "SELECT group_concat(host) FROM (SELECT host FROM repos ORDER BY id)"))
        .isEqualTo("github.com,git.example.com:8443,acme.ghe.com,github.com");
  }

  @Test
  void allThatIsInAFileOfOneHostIsOfThatHost() throws Exception {
    Path file = oldFile();
    Store.open(file).close();
    assertThat(StoreOpenTest.query(file, "SELECT group_concat(DISTINCT host) FROM repos"))
        .isEqualTo("127.0.0.1:18731");
    assertThat(StoreOpenTest.query(file, "SELECT group_concat(DISTINCT host) FROM users"))
        .isEqualTo("127.0.0.1:18731");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aKillBeforeTheCommitLeavesTheOlderFileWhichIsThenMigrated(int version) throws Exception {
    Path file = oldFile(version, "old");
    Path copy = folder.resolve("killed/copy.db");
    try (Connection migrating = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = migrating.createStatement()) {
      sql.execute("PRAGMA cache_size = 1"); // what is not committed is written all the same
      sql.execute("PRAGMA foreign_keys = OFF");
      sql.execute("BEGIN IMMEDIATE");
      for (String migration : Schema.MIGRATIONS.subList(version, Schema.MIGRATIONS.size())) {
        sql.executeUpdate(resource(migration));
      }
      assertThat(Files.size(DatabaseFile.log(file))).isPositive();
      copy(file, copy);
    }
    oldVersionIsIntactAndMigrates(version, copy);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aKillInTheMiddleOfTheCommitLeavesTheOlderFileWhichIsThenMigrated(int version)
      throws Exception {
    Path file = oldFile(version, "old");
    List<Path> copies = new ArrayList<>();
    try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = reader.createStatement()) {
      sql.execute("SELECT count(*) FROM repos");
      Store.open(file).close(); // the reader's connection keeps the log in its place
      long length = Files.size(DatabaseFile.log(file));
      for (long cut : new long[] {0, 31, 16_000, length / 2, length - 1}) {
        Path copy = folder.resolve("cut-" + cut + "/copy.db");
        copy(oldFile(version, "again-" + cut), copy);
        Files.copy(DatabaseFile.log(file), DatabaseFile.log(copy));
        try (RandomAccessFile log = new RandomAccessFile(DatabaseFile.log(copy).toFile(), "rw")) {
          log.setLength(cut);
        }
        copies.add(copy);
      }
    }
    for (Path copy : copies) {
      oldVersionIsIntactAndMigrates(version, copy);
    }
  }

  @Test
  void severalThatOpenAnOlderFileAtOnceMigrateItOnce() throws Exception {
    Path file = oldFile();
    Map<String, String> columns = columns(file);
    Map<String, List<String>> before = rows(file, columns);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Integer> open =
          () -> {
            try (Store store = Store.open(file)) {
              return store.read(s -> s.repos().list()).size();
            }
          };
      for (Future<Integer> opened : threads.invokeAll(List.of(open, open, open, open))) {
        assertThat(opened.get()).isEqualTo(4);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(rows(file, columns)).isEqualTo(before);
  }

  private void oldVersionIsIntactAndMigrates(int version, Path file) throws Exception {
    Path original = oldFile(version, "original-" + file.toString().hashCode());
    Map<String, String> columns = columns(original);
    Map<String, List<String>> before = rows(original, columns);
    assertThat(StoreOpenTest.query(file, "PRAGMA user_version")).isEqualTo("" + version);
    assertThat(StoreOpenTest.query(file, "PRAGMA integrity_check")).isEqualTo("ok");
    assertThat(rows(file, columns)).isEqualTo(before);

    Store.open(file).close();

    assertThat(StoreOpenTest.query(file, "PRAGMA user_version")).isEqualTo(NEWEST);
    assertThat(rows(file, columns)).isEqualTo(before);
  }

  private static void copy(Path file, Path copy) throws IOException {
    Files.createDirectories(copy.getParent());
    Files.copy(file, copy);
    if (Files.exists(DatabaseFile.log(file))) {
      Files.copy(DatabaseFile.log(file), DatabaseFile.log(copy));
    }
  }

  private Path oldFile() throws IOException {
    return oldFile(1, "old");
  }

  private Path oldFile(int version, String name) throws IOException {
    return oldFile(version, folder.resolve(name + ".db"));
  }

  /** Creates a file as the program of this schema's version wrote it. */
  public static Path oldFile(int version, Path file) throws IOException {
    String name = "v" + version + ".db.gz";
    try (InputStream packed = MigrationTest.class.getResourceAsStream(name)) {
      Files.copy(new GZIPInputStream(packed), file);
    }
    return file;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Schema.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The columns of each table, to be selected. */
  private static Map<String, String> columns(Path file) throws SQLException {
    Map<String, String> columns = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                """
                SELECT t.name, group_concat('"' || c.name || '"') AS columns
                FROM pragma_table_list t, pragma_table_info(t.name) c
                WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_schema' GROUP BY t.name
                """)) {
      while (row.next()) {
        columns.put(row.getString(1), row.getString(2));
      }
    }
    return columns;
  }

  /** The content of each table, in these columns; sorted. */
  private static Map<String, List<String>> rows(Path file, Map<String, String> columns)
      throws SQLException {
    Map<String, List<String>> rows = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = connection.createStatement()) {
      for (Map.Entry<String, String> table : columns.entrySet()) {
        rows.put(
            table.getKey(), rows(sql, "SELECT " + table.getValue() + " FROM " + table.getKey()));
      }
    }
    return rows;
  }

  private static List<String> rows(Path file, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = connection.createStatement()) {
      return rows(sql, query);
    }
  }

  private static List<String> rows(Statement sql, String query) throws SQLException {
    List<String> content = new ArrayList<>();
    try (ResultSet row = sql.executeQuery(query)) {
      while (row.next()) {
        content.add(text(row));
      }
    }
    content.sort(null);
    return content;
  }

  private static String text(ResultSet row) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      Object value = row.getObject(i);
      values.add(value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value));
    }
    return String.join("|", values);
  }
}
