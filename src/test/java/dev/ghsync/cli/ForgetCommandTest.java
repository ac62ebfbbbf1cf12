package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.cli.env.Terminal;
import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.objects.Reachability;
import dev.ghsync.store.MigrationTest;
import dev.ghsync.store.RepoLock;
import dev.ghsync.store.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ghsync forget} as a whole, on a file of several repositories that share objects. */
class ForgetCommandTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void makeFile() throws Exception {
    file = MigrationTest.oldFile(2, folder.resolve("ghsync.db"));
    assertThat(command("compact").code()).isZero();
  }

  @Test
  void noRowOfTheRepositoryIsLeft() throws Exception {
    String repo = list("SELECT full_name FROM repos ORDER BY id LIMIT 1").get(0);
    String id = list("SELECT id FROM repos ORDER BY id LIMIT 1").get(0);
    assertThat(rowsOf(id)).isNotEmpty();

    Run run = command("forget", repo, "--yes");

    assertThat(run).extracting(Run::code, Run::err).containsExactly(0, "");
    assertThat(run.out()).startsWith("Removed " + repo + " and ");
    assertThat(rowsOf(id)).isEmpty();
    assertThat(list("SELECT full_name FROM repos WHERE id = " + id)).isEmpty();
    assertThat(list("PRAGMA integrity_check")).containsExactly("ok");
    assertThat(list("PRAGMA foreign_key_check")).isEmpty();
  }

  @Test
  void whatTheOthersHaveStaysAsItWas() throws Exception {
    for (String repo : list("SELECT full_name FROM repos ORDER BY id LIMIT 1")) {
      String id = list("SELECT id FROM repos WHERE full_name = '" + repo + "'").get(0);
      List<String> tables = tables();
      Map<String, List<String>> rows = rowsOfOthers(tables, id);
      List<String> files =
          list(
              "SELECT ref_name || path || sha || ifnull(size, '') FROM ref_files WHERE repo_id <> "
                  + id);
      Map<String, String> objects = reachable(id);

      assertThat(command("forget", repo, "--yes").code()).isZero();

      assertThat(objects).isNotEmpty().doesNotContainValue("damaged");
      assertThat(rowsOfOthers(tables, id)).isEqualTo(rows);
      assertThat(
              list(
                  "SELECT ref_name || path || sha || ifnull(size, '') FROM ref_files WHERE repo_id <> "
                      + id))
          .isEqualTo(files);
      assertThat(reachable(id)).isEqualTo(objects);
    }
  }

  @Test
  void theLastRepositoryTakesAllObjectsWithIt() throws Exception {
    for (String repo : list("SELECT full_name FROM repos")) {
      assertThat(command("forget", repo, "--yes").code()).isZero();
    }

    assertThat(list("SELECT sha FROM packed_objects UNION SELECT sha FROM blobs")).isEmpty();
    assertThat(list("SELECT tree FROM tree_rows")).isEmpty();
    assertThat(list("SELECT scope FROM tokens WHERE scope <> ''")).isEmpty();
  }

  @Test
  void aRepositoryIsRemovedOnlyAfterBothAnswers() throws Exception {
    String repo = list("SELECT full_name FROM repos ORDER BY id LIMIT 1").get(0);
    List<String> before = list("SELECT full_name FROM repos");

    Run refused = answering(List.of("no"), "forget", repo);
    Run mistyped = answering(List.of("yes", "octo/other"), "forget", repo);

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("nothing was removed");
    assertThat(mistyped.code()).isEqualTo(1);
    assertThat(list("SELECT full_name FROM repos")).isEqualTo(before);
    assertThat(answering(List.of("y", repo), "forget", repo).code()).isZero();
    assertThat(list("SELECT full_name FROM repos")).doesNotContain(repo);
  }

  @Test
  void withoutATerminalItMustBeConfirmedOnTheCommandLine() throws Exception {
    String repo = list("SELECT full_name FROM repos ORDER BY id LIMIT 1").get(0);

    Run run = command("forget", repo);

    assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(run.err()).contains("nothing was removed").contains("--yes");
    assertThat(list("SELECT full_name FROM repos")).contains(repo);
  }

  @Test
  void aRepositoryThatIsNotInTheDatabaseIsNotFound() {
    Run run = command("forget", "octo/nowhere", "--yes");
    assertThat(run.code()).isEqualTo(ExitCode.NO_REPOSITORY.number());
    assertThat(run.err()).startsWith("ghsync: repo-not-found: octo/nowhere is not in ");
  }

  @Test
  void nothingIsRemovedWhileASyncRunsInTheFile() throws Exception {
    String repo = list("SELECT full_name FROM repos ORDER BY id LIMIT 1").get(0);
    Run run;
    try (RepoLock lock = RepoLock.take(file, 2).orElseThrow()) {
      assertThat(lock).isNotNull();
      run = command("forget", repo, "--yes");
    }
    assertThat(run.code()).isEqualTo(ExitCode.LOCKED.number());
    assertThat(list("SELECT full_name FROM repos")).contains(repo);
  }

  @Test
  void scriptsReadWhatWasRemoved() throws Exception {
    String repo = list("SELECT full_name FROM repos ORDER BY id LIMIT 1").get(0);
    assertThat(command("forget", repo, "--yes", "--json").out())
        .startsWith("{\"repo\":\"" + repo + "\",\"host\":\"")
        .containsPattern("\"objects\":\\d+}\n$");
  }

  private Run command(String... args) {
    CommandLineRunner cli = new CommandLineRunner(folder);
    cli.variables.put("GHSYNC_DB", file.toString());
    return cli.run(args);
  }

  private Run answering(List<String> answers, String... args) {
    Deque<String> left = new ArrayDeque<>(answers);
    CommandLineRunner cli = new CommandLineRunner(folder);
    cli.variables.put("GHSYNC_DB", file.toString());
    cli.terminal =
        new Terminal(true, false, false, 80, question -> Optional.ofNullable(left.poll()));
    return cli.run(args);
  }

  /** All trees and files that commits of other repositories reach, and whether they are whole. */
  private Map<String, String> reachable(String without) throws Exception {
    List<ObjectId> roots =
        list("SELECT sha FROM commits WHERE repo_id <> " + without).stream()
            .map(ObjectId::new)
            .toList();
    List<String> repos = list("SELECT id FROM repos WHERE id <> " + without);
    Map<String, String> found = new TreeMap<>();
    try (Store store = Store.open(file)) {
      store.read(
          s -> {
            try (ObjectReader reader = new ObjectReader(s)) {
              for (String repo : repos) {
                Reachability.walk(
                    s,
                    Long.parseLong(repo),
                    roots,
                    true,
                    (id, type, row) -> {
                      if (type != ObjectType.COMMIT) {
                        found.put(id.toString(), state(reader, id));
                      }
                    });
              }
            }
            return true;
          });
    }
    return found;
  }

  private static String state(ObjectReader reader, ObjectId id) {
    return reader.read(id).map(o -> GitObjects.id(o.type(), o.content()).equals(id)).orElse(false)
        ? "whole"
        : "damaged";
  }

  private List<String> tables() throws Exception {
    return list(
        "SELECT m.name FROM sqlite_schema m WHERE m.type = 'table' AND EXISTS"
            + " (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'repo_id')");
  }

  private List<String> rowsOf(String id) throws Exception {
    List<String> found = new ArrayList<>();
    for (String table : tables()) {
      list("SELECT 1 FROM " + table + " WHERE repo_id = " + id).forEach(row -> found.add(table));
    }
    return found;
  }

  private Map<String, List<String>> rowsOfOthers(List<String> tables, String id) throws Exception {
    Map<String, List<String>> found = new TreeMap<>();
    for (String table : tables) {
      found.put(table, list("SELECT * FROM " + table + " WHERE repo_id <> " + id));
    }
    return found;
  }

  private List<String> list(String sql) throws Exception {
    List<String> found = new ArrayList<>();
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = db.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          line.append(column == 1 ? "" : "|").append(rows.getString(column));
        }
        found.add(line.toString());
      }
    }
    return found;
  }
}
