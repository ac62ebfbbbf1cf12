package dev.ghsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.fake.FakeFleet;
import dev.ghsync.sync.fake.FakeGitHub;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ghsync all}, from the command line to the database, at a GitHub with five repositories.
 */
class AllCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path home;
  private final FakeFleet hub = new FakeFleet("api", "cli", "docs", "lib", "web");
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));

  @BeforeEach
  void setUp() {
    cli = new CommandLineRunner(home, hub.api());
    cli.variables.put("GHSYNC_TOKEN", "ghp_token_of_the_fleet");
    cli.variables.put("GHSYNC_DB", home.resolve("m.db").toString());
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Run all(String... options) {
    List<String> line = new ArrayList<>(List.of("all", "--only", "metadata,labels"));
    line.addAll(List.of(options));
    return cli.run(line.toArray(String[]::new));
  }

  private JsonNode json(Run run) throws IOException {
    return JSON.readTree(run.out());
  }

  private List<String> known() throws IOException {
    return names(JSON.readTree(cli.run("status", "--json").out()));
  }

  private static List<String> names(JsonNode repos) {
    return StreamSupport.stream(repos.spliterator(), false)
        .map(repo -> repo.get("repo").asText().replaceFirst("acme/", ""))
        .sorted()
        .toList();
  }

  @Test
  void everyRepositoryOfAnOwnerIsSyncedAndKnownAfterwards() throws IOException {
    Run run = all("--owner", "acme");

    assertThat(run).extracting(Run::code, Run::err).containsExactly(0, "");
    assertThat(run.out())
        .contains("acme/api: updated, ", "acme/web: updated, ")
        .contains("5 repositories: 5 updated; ");
    assertThat(known()).containsExactly("api", "cli", "docs", "lib", "web");
    assertThat(home.resolve("acme.web.report.json")).content().contains("\"outcome\":\"updated\"");
  }

  @Test
  void anUnchangedFleetIsNotChargedAndItsSummaryIsOneLine() {
    all("--owner", "acme");
    hub.forget();

    Run run = all("--owner", "acme");

    assertThat(run.out()).startsWith("5 repositories: 5 unchanged; ").hasLineCount(1);
    assertThat(hub.charged()).isZero();
    assertThat(hub.asked()).hasSize(11).extracting(FakeGitHub.Asked::status).containsOnly(304);
  }

  @Test
  void withoutAnOwnerThoseThatTheDatabaseKnowsAreSynced() {
    all("--owner", "acme");
    hub.forget();

    assertThat(all().code()).isZero();

    assertThat(hub.asked()).hasSize(10).noneMatch(asked -> asked.path().startsWith("/orgs"));
  }

  @Test
  void oneThatFailsDoesNotStopTheOthersAndIsNamed() throws IOException {
    hub.refuse("docs", 451);

    Run run = all("--owner", "acme", "--json");

    assertThat(run.code()).isEqualTo(ExitCode.NO_REPOSITORY.number());
    assertThat(run.err()).startsWith("ghsync: acme/docs: repo-blocked: ").hasLineCount(1);
    JsonNode totals = json(run).get("totals");
    assertThat(totals.get("repos").asInt()).isEqualTo(5);
    assertThat(totals.get("updated").asInt()).isEqualTo(4);
    assertThat(totals.get("failed").asInt()).isEqualTo(1);
    assertThat(names(json(run).get("repos"))).containsExactly("api", "cli", "docs", "lib", "web");
  }

  @Test
  void aRepositoryThatIsGoneStaysAndIsMarked() throws IOException {
    all("--owner", "acme");
    hub.remove("lib");

    Run run = all("--owner", "acme");

    assertThat(run.code()).isEqualTo(ExitCode.NO_REPOSITORY.number());
    assertThat(run.err()).contains("acme/lib: repo-not-found: ");
    assertThat(known()).contains("lib");
    assertThat(cli.run("status").out()).containsPattern("acme/lib +error .*repo-not-found");
  }

  @Test
  void repositoriesAreChosenByNameAndByWhatTheyAre() throws IOException {
    hub.add("old", 200, "\"archived\":true");
    hub.add("copy", 201, "\"fork\":true");
    hub.add("secret", 202, "\"visibility\":\"private\",\"private\":true");

    assertThat(chosen("--include", "*i", "--include", "ACME/d*"))
        .containsExactly("api", "cli", "docs");
    assertThat(chosen("--exclude", "?ib,other/*,docs"))
        .containsExactly("api", "cli", "copy", "old", "secret", "web");
    assertThat(chosen("--no-archived", "--no-forks", "--exclude", "api"))
        .containsExactly("cli", "docs", "lib", "secret", "web");
    assertThat(chosen("--visibility", "private")).containsExactly("secret");
  }

  /** Names what is synced; nothing is stored. */
  private List<String> chosen(String... options) throws IOException {
    List<String> line = new ArrayList<>(List.of("--owner", "acme", "--dry-run", "--json"));
    line.addAll(List.of(options));
    return names(json(all(line.toArray(String[]::new))).get("repos"));
  }

  @Test
  void aDryRunStoresNothing() throws IOException {
    assertThat(chosen()).hasSize(5);
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void shardsDivideTheRepositoriesWithoutOverlap() throws IOException {
    List<String> together = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      together.addAll(chosen("--shard", i + "/4"));
    }
    assertThat(together).containsExactlyInAnyOrder("api", "cli", "docs", "lib", "web");
    assertThat(chosen("--shard", "1/4")).isEqualTo(chosen("--shard", "1/4"));
    assertThat(all("--shard", "4/4").code()).isEqualTo(ExitCode.USAGE.number());
  }

  @Test
  void eachRepositoryMayHaveAFileOfItsOwn() throws IOException {
    String pattern = home.resolve("mirrors/{owner}/{name}.db").toString();

    assertThat(all("--owner", "acme", "--db", pattern).code()).isZero();

    try (Stream<Path> files = Files.list(home.resolve("mirrors/acme"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("api.db", "cli.db", "docs.db", "lib.db", "web.db");
    }
    hub.forget();
    assertThat(names(json(all("--db", pattern, "--json")).get("repos"))).hasSize(5);
    assertThat(hub.charged()).isZero();
    assertThat(cli.run("status", "--db", pattern).out()).contains("acme/api", "acme/web");
    assertThat(cli.run("status", "acme/api", "--db", pattern, "--json").out()).startsWith("{");
  }

  @Test
  void aRequestBudgetIsSharedAndTheNextRunContinues() throws IOException {
    for (int run = 1; run <= 3; run++) {
      hub.forget();
      Run stopped = all("--owner", "acme", "--max-requests", "4", "--jobs", "3", "--json");
      assertThat(hub.charged()).isLessThanOrEqualTo(4);
      if (run == 1) {
        assertThat(stopped.code()).isEqualTo(ExitCode.LIMITED.number());
        assertThat(json(stopped).get("totals").get("blocked").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(json(stopped).get("repos")).hasSize(5);
        assertThat(known()).hasSize(5);
      }
    }
    hub.forget();
    assertThat(all("--owner", "acme").code()).isZero();
    assertThat(hub.charged()).isZero();
  }

  @Test
  void aRequestBudgetIsOneForAllTokens() throws IOException {
    all("--owner", "acme");
    cli.variables.remove("GHSYNC_TOKEN");
    for (String name : List.of("api", "cli", "docs", "lib", "web")) {
      cli.input = new ByteArrayInputStream(("ghp_own_token_of_" + name + "\n").getBytes(UTF_8));
      assertThat(cli.run("auth", "login", "--repo", "acme/" + name).code()).isZero();
    }
    hub.forget();

    Run stopped = all("--max-requests", "3", "--jobs", "3", "--force");

    assertThat(stopped.code()).isEqualTo(ExitCode.LIMITED.number());
    assertThat(hub.charged()).isEqualTo(3);
  }

  @Test
  void aSpentLimitStopsAllAndSaysWhenToComeBack() throws IOException {
    hub.leave(103);

    Run run = all("--owner", "acme", "--json");

    assertThat(run.code()).isEqualTo(ExitCode.LIMITED.number());
    assertThat(json(run).get("retryAt").asText()).startsWith("2100-01-01T00:00:");
    assertThat(run.err()).contains("are kept in reserve");
    assertThat(hub.charged()).isLessThanOrEqualTo(4);
  }

  @Test
  void anUnknownOwnerFailsAndTheKnownRepositoriesAreSynced() {
    all("--owner", "acme");

    Run run = all("--owner", "nobody");

    assertThat(run.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(run.err()).contains("not-found: GitHub has no user or organization nobody");
    assertThat(run.out()).contains("5 repositories: 5 unchanged; ");
  }

  @Test
  void aDatabaseWithoutRepositoriesIsAUsageError() {
    Run run = all();
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(run.err()).contains("has no repository yet; name owners with --owner");
  }

  @Test
  void withoutATokenEachRepositorySaysSoAndNoRequestIsSent() throws IOException {
    all("--owner", "acme");
    cli.variables.remove("GHSYNC_TOKEN");
    hub.forget();

    Run run = all("--json");

    assertThat(run.code()).isEqualTo(ExitCode.NO_ACCESS.number());
    assertThat(json(run).get("totals").get("failed").asInt()).isEqualTo(5);
    assertThat(hub.asked()).isEmpty();
  }

  @Test
  void quietIsSilentWhereAllIsWell() {
    assertThat(all("--owner", "acme", "-q")).isEqualTo(new Run(0, "", ""));
  }
}
