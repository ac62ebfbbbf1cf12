package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.store.Store;
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
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run changes nothing: neither rows nor the schema, and no file comes to be. */
class DryRunTest {
  @TempDir Path folder;
  private final MockWebServer server = new MockWebServer();
  private Path db;

  @BeforeEach
  void start() throws IOException {
    db = Files.createDirectory(folder.resolve("data")).resolve("ghsync.db");
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            boolean repository = request.getTarget().endsWith("/octo/tiny");
            return new MockResponse.Builder()
                .body(
                    repository
                        ? "{\"id\":1,\"name\":\"tiny\",\"full_name\":\"octo/tiny\","
                            + "\"owner\":{\"id\":2,\"login\":\"octo\"},\"default_branch\":\"main\"}"
                        : "[]")
                .build();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CommandLineRunner.Run dryRun() {
    CommandLineRunner cli = new CommandLineRunner(folder);
    cli.variables.put("GHSYNC_TOKEN", "t");
    return cli.runReally(
        "repo",
        "octo/tiny",
        "--dry-run",
        "--api-url",
        "http://127.0.0.1:" + server.getPort(),
        "--db",
        db.toString());
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
    assertThat(server.getRequestCount()).isZero();
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

    assertThat(run.out()).contains("a sync would ask about");
    assertThat(run.code()).isZero();
    assertThat(db).hasBinaryContent(before);
    assertThat(files()).containsExactly(db);
  }

  @Test
  void withoutADatabaseAFirstSyncIsEstimatedAndNoFileIsMade() throws IOException {
    CommandLineRunner.Run run = dryRun();

    assertThat(run.out()).contains("a sync would ask about");
    assertThat(run.code()).isZero();
    assertThat(files()).isEmpty();
  }
}
