package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.fake.FakeGitHub;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.fake.World;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ghsync auth} with a real database and key file. */
class AuthCommandTest {
  private static final String SCOPES = "SELECT group_concat(scope) FROM tokens";

  @TempDir Path home;
  private final FakeGitHub hub = new FakeGitHub(new World());
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));
  private Path db = Path.of("");

  @BeforeEach
  void setUp() {
    cli = new CommandLineRunner(home, hub.api());
    db = home.resolve("m.db");
    cli.variables.put("GHSYNC_DB", db.toString());
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void loginPromptsAndNamesTheAccount() {
    cli.answer(" ghp_typed ");

    Run run = cli.run("auth", "login");

    assertThat(run.out())
        .isEqualTo("Stored the token of octocat for every repository in " + db + ".\n");
    assertThat(run.code()).isZero();
    assertThat(hub.lastToken()).isEqualTo("ghp_typed");
    assertThat(Rows.one(db, SCOPES)).isEmpty();
  }

  @Test
  void loginReadsTheFirstLineOfAPipe() {
    cli.input("ghp_piped\nmore\n");

    Run run = cli.run("auth", "login", "--repo", "Octo/World");

    assertThat(run.out()).contains("for Octo/World in ");
    assertThat(Rows.one(db, SCOPES)).isEqualTo("octo/world");
  }

  @Test
  void tokensAreInTheDefaultDatabaseIfEachRepositoryHasItsOwn() {
    cli.variables.put("GHSYNC_DB", home.resolve("{owner}/{name}.db").toString());
    cli.input("ghp_own\n");
    Path usual = home.resolve(".local/share/ghsync/ghsync.db");

    assertThat(cli.run("auth", "login", "--repo", "octo/world").out()).contains(usual.toString());
    Run sync = cli.run("repo", "octo/world", "--only", "metadata,labels", "-q");

    assertThat(sync).isEqualTo(new Run(0, "", ""));
    assertThat(hub.lastToken()).isEqualTo("ghp_own");
    assertThat(Rows.one(usual, "SELECT count(*) FROM repos")).isEqualTo("0");
    assertThat(cli.run("auth", "logout", "--repo", "octo/world").out()).startsWith("Removed ");
  }

  @Test
  void aTokenThatGitHubRefusesIsNotStored() {
    cli.input("ghp_wrong\n");
    hub.refuse("/user", 401, "Bad credentials");

    Run run = cli.run("auth", "login");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).startsWith("ghsync: bad-credentials: ").hasLineCount(1);
    assertThat(db).doesNotExist();
  }

  @Test
  void aTokenThatCannotReadTheRepositoryIsNotStored() {
    cli.input("ghp_other\n");

    Run run = cli.run("auth", "login", "--repo", "octo/secret");

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.err()).contains("does not see octo/secret");
    assertThat(db).doesNotExist();
  }

  @Test
  void anEmptyInputIsAUsageError() {
    Run run = cli.run("auth", "login");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("standard input is empty");
  }

  @Test
  void statusDescribesTheTokenThatASyncWouldUse() {
    cli.variables.put("GH_TOKEN", "ghp_secret");
    hub.scopes("repo, read:org", true);

    Run run = cli.run("auth", "status");

    assertThat(run.out())
        .contains(
            "account     octocat\n", "source      $GH_TOKEN\n", "scopes      repo, read:org\n")
        .contains(" of 5,000 requests left until ")
        .doesNotContain("ghp_secret");
    assertThat(cli.run("auth", "status", "--json").out())
        .startsWith("{\"login\":\"octocat\",\"kind\":\"personal access token (classic)\",");
    assertThat(hub.lastToken()).isEqualTo("ghp_secret");
  }

  @Test
  void aTokenBelongsToItsHost() {
    cli.input("ghp_one\n");
    cli.run("auth", "login");
    try (FakeGitHub other = new FakeGitHub(new World())) {
      String api = other.api().toString();

      assertThat(cli.run("auth", "status", "--api-url", api).code()).isEqualTo(4);
      assertThat(cli.run("auth", "logout", "--api-url", api).out()).startsWith("There was no");
    }
    assertThat(cli.run("auth", "status").code()).isZero();
  }

  @Test
  void statusWithoutATokenExitsWithFour() {
    Run run = cli.run("auth", "status");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).startsWith("ghsync: no-pat: there is no token");
    assertThat(db).doesNotExist();
  }

  @Test
  void logoutRemovesTheTokenAndMayBeRepeated() {
    cli.input("ghp_x\n");
    cli.run("auth", "login");

    assertThat(cli.run("auth", "logout").out())
        .isEqualTo("Removed the token for every repository.\n");
    assertThat(cli.run("auth", "logout").out())
        .isEqualTo("There was no token for every repository.\n");
    assertThat(Rows.one(db, "SELECT count(*) FROM tokens")).isEqualTo("0");
  }
}
