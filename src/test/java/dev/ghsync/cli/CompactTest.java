package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.RawObject;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.store.MigrationTest;
import dev.ghsync.store.RepoLock;
import dev.ghsync.store.Store;
import dev.ghsync.store.StoreOpenTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ghsync compact} as a whole, on a file that an earlier program wrote. */
class CompactTest {
  private static final String OBJECTS =
      "SELECT sha FROM trees UNION SELECT sha FROM blobs WHERE omitted IS NULL";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void makeFile() throws Exception {
    file = MigrationTest.oldFile(2, folder.resolve("ghsync.db"));
  }

  @Test
  void everyObjectIsTheSameAfterwards() throws Exception {
    Map<String, String> before = objects(list(OBJECTS));

    Run run = compact();

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(before).hasSizeGreaterThan(150).doesNotContainValue("damaged");
    assertThat(objects(List.copyOf(before.keySet()))).isEqualTo(before);
    assertThat(list("SELECT count(*) FROM packed_objects")).containsExactly("" + before.size());
    assertThat(list("PRAGMA integrity_check")).containsExactly("ok");
    assertThat(list("SELECT count(*) FROM packed_objects WHERE base >= id")).containsExactly("0");
    assertThat(list("SELECT count(*) > 30 FROM packed_objects WHERE base IS NOT NULL"))
        .containsExactly("1");
  }

  @Test
  void theHeadsFilesStayUnfoldedAndAllOthersAreOnlyPacked() throws Exception {
    List<String> head = list("SELECT repo_id || path || sha || ifnull(size, '') FROM head_files");
    List<String> sizes = list("SELECT sha || size FROM blobs");

    compact();

    assertThat(head).isNotEmpty();
    assertThat(list("SELECT repo_id || path || sha || ifnull(size, '') FROM head_files"))
        .isEqualTo(head);
    assertThat(list("SELECT sha || size FROM blobs")).isEqualTo(sizes);
    assertThat(list("SELECT sha FROM blobs WHERE content IS NULL AND omitted IS NULL")).isEmpty();
    assertThat(
            list(
                "SELECT sha FROM blobs WHERE omitted IS NULL AND sha NOT IN (SELECT sha FROM head_files)"))
        .isEmpty();
    assertThat(list("SELECT count(*) FROM blobs WHERE omitted = 'packed'"))
        .isNotEqualTo(List.of("0"));
    assertThat(list("SELECT count(*) FROM trees WHERE id NOT IN (SELECT tree FROM tree_rows)"))
        .containsExactly("0");
  }

  @Test
  void whatWasNotStoredIsStillListedAsAbsentOrTooLarge() throws Exception {
    compact();
    assertThat(list("SELECT count(*) FROM absent_objects")).containsExactly("18");
    assertThat(list("SELECT count(*) FROM blobs WHERE omitted = 'too-large'")).containsExactly("1");
  }

  @Test
  void theFileIsSmallerAndASecondRunFindsNothingToDo() throws Exception {
    JsonNode first = new ObjectMapper().readTree(compact("--json").out());
    JsonNode second = new ObjectMapper().readTree(compact("--json").out());

    assertThat(first.get("packed").asLong()).isGreaterThan(150);
    assertThat(first.get("folded").get("trees").asLong()).isPositive();
    assertThat(first.get("folded").get("contents").asLong()).isPositive();
    assertThat(first.get("bytesAfter").asLong())
        .isEqualTo(Files.size(file))
        .isLessThan(first.get("bytesBefore").asLong());
    assertThat(second.get("packed").asLong()).isZero();
    assertThat(second.get("folded").get("trees").asLong()).isZero();
    assertThat(second.get("bytesBefore")).isEqualTo(second.get("bytesAfter"));
  }

  @Test
  void aDryRunSaysWhatWouldBeDoneAndChangesNothing() throws Exception {
    Store.open(file).close(); // its schema is the newest
    byte[] before = Files.readAllBytes(file);

    JsonNode dry = new ObjectMapper().readTree(compact("--json", "--dry-run").out());

    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    JsonNode real = new ObjectMapper().readTree(compact("--json").out());
    assertThat(dry.get("dryRun").asBoolean()).isTrue();
    assertThat(dry.get("bytesAfter").isNull()).isTrue();
    assertThat(dry.get("packed")).isEqualTo(real.get("packed"));
    assertThat(dry.get("folded")).isEqualTo(real.get("folded"));
  }

  @Test
  void peopleReadTheSizesAndWhatWasDone() {
    Run run = compact();
    assertThat(run.out())
        .contains(file + ": ")
        .contains(" before, ")
        .contains(" now")
        .containsPattern("\\d+ objects packed")
        .containsPattern("\\d+ folders left only packed")
        .containsPattern("\\d+ files left only packed");
    assertThat(compact("-q").out()).isEmpty();
  }

  @Test
  void aFileInWhichASyncRunsIsLeftAlone() throws Exception {
    Run run;
    try (RepoLock lock = RepoLock.take(file, 2).orElseThrow()) {
      assertThat(lock).isNotNull();
      run = compact();
    }
    assertThat(run.code()).isEqualTo(ExitCode.LOCKED.number());
    assertThat(run.err()).contains("locked: ").contains("sync of octo/two");
    assertThat(list("SELECT count(*) FROM packed_objects")).containsExactly("0");
    assertThat(compact().code()).isZero();
  }

  @Test
  void anAgeThatCannotBeReadIsAUsageErrorWithTheAcceptedForms() {
    Run run = compact("--prune", "soon");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(run.err())
        .contains("--prune")
        .contains("'soon' is not a duration such as 30s, 15m, 24h, 30d or PT1H30M");
    assertThat(compact("--prune", "40000d").err()).contains("--prune must be 0s to 36500d");
  }

  @Test
  void nothingIsPrunedWhileARepositoryIsIncomplete() throws Exception {
    StoreOpenTest.execute(
        file,
        """
        DELETE FROM commits
        WHERE repo_id = 2 AND sha = (SELECT min(parent_sha) FROM commit_parents WHERE repo_id = 2)
        """);
    Run run = compact("--prune", "90d");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(run.err()).contains("history of octo/two is not complete", "'ghsync repo octo/two'");
    assertThat(list("SELECT count(*) FROM packed_objects")).containsExactly("0");
  }

  @Test
  void aMissingFileIsNotCreated() {
    Path other = folder.resolve("other.db");
    Run run = new CommandLineRunner(folder).run("compact", "--db", other.toString());
    assertThat(run.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(run.err()).contains("there is no database");
    assertThat(other).doesNotExist();
  }

  private Run compact(String... options) {
    List<String> args = new ArrayList<>(List.of("compact", "--db", file.toString()));
    args.addAll(List.of(options));
    return new CommandLineRunner(folder).run(args.toArray(String[]::new));
  }

  /** Reads objects; the value is the type, or "damaged" if the bytes do not have the id. */
  private Map<String, String> objects(List<String> ids) {
    Map<String, String> types = new TreeMap<>();
    try (Store store = Store.open(file)) {
      store.read(
          db -> {
            try (ObjectReader reader = new ObjectReader(db)) {
              ids.forEach(id -> types.put(id, type(reader, new ObjectId(id))));
            }
            return true;
          });
    }
    return types;
  }

  private static String type(ObjectReader reader, ObjectId id) {
    RawObject object = reader.read(id).orElseThrow();
    boolean intact = GitObjects.id(object.type(), object.content()).equals(id);
    return intact ? object.type().text() : "damaged";
  }

  private List<String> list(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (row.next()) {
        values.add(String.valueOf(row.getString(1)));
      }
      values.sort(null);
      return values;
    }
  }
}
