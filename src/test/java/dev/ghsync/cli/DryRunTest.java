package dev.ghsync.cli;

import static dev.ghsync.sync.fake.GitRepo.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.store.Store;
import dev.ghsync.sync.fake.FakeGitHub;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.World;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run changes nothing: neither rows nor the schema nor files. */
class DryRunTest {
  @TempDir Path folder;
  private final World world = new World();
  private final FakeGitHub hub = new FakeGitHub(world);
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));
  private Path db = Path.of("");

  @BeforeEach
  void setUp() throws IOException {
    world.issue();
    db = Files.createDirectory(folder.resolve("data")).resolve("ghsync.db");
    cli = new CommandLineRunner(folder, hub.api());
    cli.variables.put("GHSYNC_TOKEN", "t");
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private CommandLineRunner.Run dryRun(String... more) {
    return cli.run(
        Stream.concat(
                Stream.of("repo", "octo/world", "--dry-run", "--db", db.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(db.resolveSibling(""))) {
      return files.toList();
    }
  }

  @Test
  void aFileOfAnOlderSchemaStaysAsItIsAndTheNextSyncIsNamed() throws IOException {
    try (InputStream packed = Store.class.getResourceAsStream("v1.db.gz")) {
      Files.copy(new GZIPInputStream(packed), db);
    }
    byte[] before = Files.readAllBytes(db);

    CommandLineRunner.Run run = dryRun();

    assertThat(db).hasBinaryContent(before);
    assertThat(files()).containsExactly(db);
    assertThat(run.code()).isNotZero();
    assertThat(run.out() + run.err())
        .contains("no estimate can be made", "older ghsync", "the next 'ghsync repo'");
    assertThat(hub.asked()).isEmpty();
  }

  @Test
  void aFileOfThisSchemaStaysAsItIsAlsoInAnotherJournalMode() throws Exception {
    Store.open(db).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db);
        Statement sql = connection.createStatement()) {
      sql.execute("PRAGMA journal_mode = DELETE");
    }
    byte[] before = Files.readAllBytes(db);

    CommandLineRunner.Run run = dryRun();

    assertThat(run.out()).contains("a sync would send about");
    assertThat(run.code()).isZero();
    assertThat(db).hasBinaryContent(before);
    assertThat(files()).containsExactly(db);
  }

  @Test
  void withoutADatabaseAFirstSyncIsEstimatedAndNoFileIsMade() throws IOException {
    CommandLineRunner.Run run = dryRun();

    assertThat(run.out()).contains("a sync would send about");
    assertThat(run.code()).isZero();
    assertThat(files()).isEmpty();
  }

  @Test
  void theFilesWhoseSizesCostRequestsAreCountedBeforeAFirstSync() {
    GitRepo git = GitRepo.create(folder.resolve("world.git"));
    git.commit(
        "main", file("a", "a".repeat(9)), file("d/b", "b".repeat(99)), file("c", "c".repeat(99)));
    hub.serve(new GitAnswers(git));

    assertThat(dryRun("--max-blob-size", "50", "--only", "objects").out())
        .contains(
            "one request for every 250 new files above --max-blob-size;"
                + " the default branch has 2 of them");
    assertThat(dryRun("--only", "objects").out())
        .contains("one request for every 250 new files above --max-blob-size\n");
    assertThat(dryRun("--only", "objects", "--content", "none").out())
        .contains("3 git requests")
        .doesNotContain("--max-blob-size");
  }

  @Test
  void anEventOfARepositoryThatIsNotHereIsEstimatedAsAWholeSync() throws IOException {
    Path payload =
        Files.writeString(
            folder.resolve("event.json"),
            "{\"issue\":{\"number\":1},\"repository\":{\"id\":1000,\"full_name\":\"octo/world\"}}");

    CommandLineRunner.Run run = dryRun("--event-payload", payload.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("a sync would send about", "releases");
    assertThat(run.code()).isZero();
  }
}
