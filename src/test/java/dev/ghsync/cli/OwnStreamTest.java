package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Label;
import dev.ghsync.store.Store;
import dev.ghsync.store.table.Table;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.fake.FakeGitHub;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Items;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.fake.World;
import dev.ghsync.sync.stream.CompleteListStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream that only this test has. Its declaration, its table and its endpoint are enough for
 * every plan, command and report.
 */
class OwnStreamTest {
  /** A list that GitHub does not have; its items look like labels. */
  record Gadgets(boolean byDefault) implements CompleteListStream<Label> {
    private static final Table<Label> TABLE =
        Table.<Label>named("gadgets", "gadget")
            .key("id", Label::id)
            .column("name", Label::name)
            .softDeleted()
            .shownAs("r.name")
            .build();

    @Override
    public StreamName name() {
      return new StreamName("gadgets");
    }

    @Override
    public String description() {
      return "gadgets of the workshop";
    }

    @Override
    public Endpoint<List<Label>> endpoint(Endpoints endpoints) {
      return endpoints.labels().within("/gadgets?per_page=100");
    }

    @Override
    public Table<Label> table() {
      return TABLE;
    }

    @Override
    public WebhookTarget.Kind touchedBy() {
      return WebhookTarget.Kind.MILESTONES;
    }
  }

  @TempDir Path home;
  private final World world = new World();
  private final FakeGitHub hub = new FakeGitHub(world);
  private final Items gadgets = new Items();
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));
  private Path db = Path.of("");

  @BeforeEach
  void setUp() {
    GitRepo git = GitRepo.create(home.resolve("world.git"));
    git.commit("main", GitRepo.file("a.txt", "a"));
    hub.serve(new GitAnswers(git));
    world.lists.put("/gadgets", gadgets);
    put(7, "hammer");
    put(8, "saw");
    cli = new CommandLineRunner(home, hub.api());
    cli.streams = withGadgets(true);
    db = home.resolve("m.db");
    Store.open(db).close();
    Rows.execute(
        db,
        "CREATE TABLE gadgets (repo_id INTEGER NOT NULL, id INTEGER NOT NULL, name TEXT,"
            + " deleted_at TEXT, PRIMARY KEY (repo_id, id))");
    cli.variables.put("GHSYNC_DB", db.toString());
    cli.variables.put("GHSYNC_TOKEN", "ghp_one");
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private static StreamList withGadgets(boolean byDefault) {
    List<Stream> streams = new ArrayList<>(Options.CORE_STREAMS.streams());
    streams.add(new Gadgets(byDefault));
    return new StreamList(streams);
  }

  private void put(long id, String name) {
    gadgets.put(
        id,
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("name", name)
            .put("color", "ff0000")
            .put("default", false));
  }

  private Run run(String... args) {
    hub.forget();
    return cli.run(args);
  }

  private JsonNode json(String... args) throws IOException {
    Run run = run(args);
    assertThat(run.out()).as(run.err()).isNotEmpty();
    return new ObjectMapper().readTree(run.out());
  }

  private static JsonNode named(JsonNode list, String name) {
    for (JsonNode one : list) {
      if (one.path("name").asText().equals(name)) {
        return one;
      }
    }
    throw new AssertionError(name + " is not in " + list);
  }

  @Test
  void itIsSyncedAndReported() throws IOException {
    JsonNode report = json("repo", "octo/world", "--json");

    List<String> names = report.at("/phases").findValuesAsText("name");
    assertThat(names.subList(names.size() - 3, names.size()))
        .containsExactly("releases", "gadgets", "counts");
    JsonNode phase = named(report.at("/phases"), "gadgets");
    assertThat(phase.at("/outcome").asText()).isEqualTo("updated");
    assertThat(phase.at("/counts/created").asInt()).isEqualTo(2);
    assertThat(report.at("/changes/gadgets/created").toString()).isEqualTo("[7,8]");
    assertThat(Rows.select(db, "SELECT name FROM gadgets ORDER BY id"))
        .containsExactly("hammer", "saw");
  }

  @Test
  void anUnchangedListCostsNothingAndADeletedItemIsMarked() throws IOException {
    run("repo", "octo/world", "-q");

    JsonNode second = json("repo", "octo/world", "--json");
    assertThat(named(second.at("/phases"), "gadgets").at("/outcome").asText())
        .isEqualTo("unchanged");
    assertThat(hub.charged()).isZero();

    gadgets.remove(8);
    run("repo", "octo/world", "-q");
    assertThat(Rows.one(db, "SELECT name FROM gadgets WHERE deleted_at IS NOT NULL"))
        .isEqualTo("saw");
  }

  @Test
  void itIsCompared() throws IOException {
    run("repo", "octo/world", "-q");
    JsonNode equal = named(json("verify", "octo/world", "--json").at("/streams"), "gadgets");
    assertThat(equal.at("/compared").asInt()).isEqualTo(2);
    assertThat(run("verify", "octo/world").code()).isZero();

    Rows.execute(db, "UPDATE gadgets SET name = 'drill' WHERE id = 7");
    Run different = run("verify", "octo/world");
    assertThat(different.out()).contains("gadget 7");
    assertThat(different.code()).isEqualTo(ExitCode.PARTIAL.number());
  }

  @Test
  void itsRowsAreCountedInTheStatus() throws IOException {
    run("repo", "octo/world", "-q");

    JsonNode stream = named(json("status", "octo/world", "--json").at("/streams"), "gadgets");

    assertThat(stream.at("/rows").asInt()).isEqualTo(2);
    assertThat(stream.at("/completedAt").asText()).isNotEmpty();
    assertThat(stream.at("/lastReconciledAt").asText()).isNotEmpty();
  }

  @Test
  void itIsInTheHelpAndMayBeNamed() {
    assertThat(run("repo", "--help").out()).contains("  gadgets          gadgets of the workshop");
    assertThat(cli.request("repo", "octo/world", "--only", "gadgets").settings().phases())
        .containsExactly(new StreamName("gadgets"));
    assertThat(cli.request("repo", "octo/world", "--skip", "gadgets").settings().phases())
        .doesNotContain(new StreamName("gadgets"));
    assertThat(run("repo", "octo/world", "--only", "gadget").err())
        .contains("releases, gadgets, counts");
  }

  @Test
  void offByDefaultItIsReadOnlyWhereItIsNamed() throws IOException {
    cli.streams = withGadgets(false);

    JsonNode without = named(json("repo", "octo/world", "--json").at("/phases"), "gadgets");
    assertThat(without.at("/outcome").asText()).isEqualTo("skipped");
    assertThat(Rows.one(db, "SELECT status FROM sync_states")).isEqualTo("SYNCED");

    JsonNode with =
        named(json("repo", "octo/world", "--json", "--with", "gadgets").at("/phases"), "gadgets");
    assertThat(with.at("/outcome").asText()).isEqualTo("updated");
  }

  @Test
  void aDryRunEstimatesIt() throws IOException {
    JsonNode phases = json("repo", "octo/world", "--dry-run", "--json").at("/phases");

    assertThat(named(phases, "gadgets").at("/reason").asText())
        .isEqualTo("would send about 1 request");
  }

  @Test
  void anEventThatTouchesItReadsIt() throws IOException {
    run("repo", "octo/world", "-q");
    put(9, "plane");
    Path payload =
        Files.writeString(
            home.resolve("event.json"),
            "{\"action\":\"edited\",\"milestone\":{},"
                + "\"repository\":{\"id\":1000,\"full_name\":\"octo/world\"}}");
    cli.variables.put("GITHUB_EVENT_NAME", "milestone");

    JsonNode report = json("repo", "octo/world", "--json", "--event-payload", payload.toString());

    assertThat(report.at("/changes/gadgets/created").toString()).isEqualTo("[9]");
    assertThat(named(report.at("/phases"), "labels").at("/reason").asText())
        .isEqualTo("not asked for");
  }
}
