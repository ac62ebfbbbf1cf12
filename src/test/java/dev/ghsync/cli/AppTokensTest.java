package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.fake.FakeFleet;
import dev.ghsync.sync.fake.FakeGitHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of a GitHub App in the database, and the tokens that are made with it. */
class AppTokensTest {
  /** The bytes of PKCS #8 before a key of 2048 bits in PKCS #1. */
  private static final int PKCS8_HEADER = 26;

  @TempDir Path home;
  private final FakeFleet hub = new FakeFleet("api", "web");
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));
  private String secret = "";
  private Path key = Path.of("");

  @BeforeEach
  void setUp() throws Exception {
    cli = new CommandLineRunner(home, hub.api());
    cli.variables.put("GHSYNC_DB", home.resolve("m.db").toString());
    hub.installApp();
    key = key("RSA PRIVATE KEY", PKCS8_HEADER);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Path key(String type, int from) throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
    byte[] der = Arrays.copyOfRange(pkcs8, from, pkcs8.length);
    secret = Base64.getMimeEncoder().encodeToString(der);
    return Files.writeString(
        home.resolve("app.pem"),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, secret, type));
  }

  private Run login(String... more) {
    String[] line = {"auth", "login", "--app-id", "42", "--private-key", key.toString()};
    String[] all = Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return cli.run(all);
  }

  private Run sync() {
    return cli.run("repo", "acme/api", "--only", "metadata,labels", "-q");
  }

  @Test
  void aTokenIsMadeWhenItIsNeededAndServesLaterRuns() throws IOException {
    assertThat(login().out()).contains("It is installed for: acme.");
    assertThat(hub.tokensMade()).isZero();

    assertThat(sync()).isEqualTo(new Run(0, "", ""));
    assertThat(Files.readString(home.resolve("acme.api.report.json")))
        .as("the installation, its token, the repository and its labels")
        .contains("\"requests\":{\"total\":4,\"notModified\":0,\"charged\":4,");
    hub.forget();
    assertThat(sync()).isEqualTo(new Run(0, "", ""));

    assertThat(hub.tokensMade()).isEqualTo(1);
    assertThat(hub.asked()).extracting(FakeGitHub.Asked::status).containsOnly(304);
  }

  @Test
  void aRefusedTokenIsReplacedWithinTheRun() {
    login();
    sync();
    hub.expireToken();
    hub.forget();

    assertThat(sync()).isEqualTo(new Run(0, "", ""));

    assertThat(hub.tokensMade()).isEqualTo(2);
    assertThat(hub.asked()).extracting(FakeGitHub.Asked::status).contains(401, 201, 200);
  }

  @Test
  void whatTheInstallationMayNotReadOfAPrivateRepositoryIsNotRequested() {
    hub.add("secret", 900, "\"private\":true,\"has_discussions\":true");
    hub.grant("{\"metadata\":\"read\",\"pull_requests\":\"write\"}");
    login();

    Run run = syncAll("acme/secret");
    Run later = syncAll("acme/secret");

    for (Run one : List.of(run, later)) {
      assertThat(one.code()).isZero();
      assertThat(one.out())
          .contains("\"reason\":\"the token lacks issues=read\"")
          .contains("\"reason\":\"the token lacks contents=read\"")
          .contains("\"reason\":\"the token lacks discussions=read\"");
    }
    assertThat(hub.asked())
        .extracting(asked -> asked.path().replaceFirst("\\?.*", "").replaceFirst(".*/secret", ""))
        .contains("/labels", "/pulls", "/comments")
        .doesNotContain("/issues", "/issues/events", "/releases", "/git/matching-refs/heads")
        .doesNotContain("/graphql");
  }

  @Test
  void whatThePublicMayReadIsRequestedWithoutPermissions() {
    hub.grant("{\"metadata\":\"read\"}");
    login();

    syncAll("acme/api");

    assertThat(hub.asked())
        .extracting(FakeGitHub.Asked::path)
        .anyMatch(path -> path.contains("/issues?"))
        .anyMatch(path -> path.contains("/releases"));
  }

  private Run syncAll(String repo) {
    return cli.run("repo", repo, "--force", "--json", "--skip", "objects,wiki");
  }

  @Test
  void aKeyInPkcs8IsUsedToo() throws Exception {
    key = key("PRIVATE KEY", 0);
    assertThat(login("--installation", "77").code()).isZero();
    assertThat(sync().code()).isZero();
  }

  @Test
  void allRepositoriesOfTheInstallationsAreSynced() {
    login();

    Run run = cli.run("all", "--installation", "--owner", "acme", "--only", "metadata,labels");

    assertThat(run).extracting(Run::code, Run::err).containsExactly(0, "");
    assertThat(run.out())
        .as("the installations, that of the owner, a token, two lists, and two of each repository")
        .contains("2 repositories: 2 updated; 9 requests, 9 charged; ");
    assertThat(hub.tokensMade()).isEqualTo(1);
  }

  @Test
  void theKeyInTheDefaultDatabaseServesRepositoriesWithFilesOfTheirOwn() {
    cli.variables.put("GHSYNC_DB", home.resolve("mirrors/{owner}/{name}.db").toString());
    assertThat(login().out()).contains(" in " + home.resolve(".local/share/ghsync/ghsync.db."));

    assertThat(sync()).isEqualTo(new Run(0, "", ""));
    Run all = cli.run("all", "--installation", "--only", "metadata,labels", "-q");

    assertThat(all).isEqualTo(new Run(0, "", ""));
    assertThat(home.resolve("mirrors/acme/web.db")).exists();
    assertThat(hub.tokensMade()).isEqualTo(1);
  }

  @Test
  void anOwnerWithoutTheAppIsNamed() {
    login();

    Run run = cli.run("repo", "other/api", "-q");

    assertThat(run.code()).isEqualTo(ExitCode.NO_ACCESS.number());
    assertThat(run.err()).contains("no-pat: the App is not installed for other/api; install it");
  }

  @Test
  void neitherKeyNorTokenIsInTheDatabaseOrTheOutput() throws IOException {
    Run login = login("--json");
    sync();
    Run status = cli.run("auth", "status", "-v");

    String line = secret.lines().skip(3).findFirst().orElseThrow();
    for (String text : new String[] {login.out(), login.err(), status.out(), status.err()}) {
      assertThat(text).doesNotContain(line, "ghs_installation", "eyJ");
    }
    assertThat(status.out()).contains("the App's installation 77");
    assertThat(Files.readString(home.resolve("m.db"), StandardCharsets.ISO_8859_1))
        .doesNotContain(line, "ghs_installation");
  }

  @Test
  void logoutRemovesTheKeyAndItsTokens() {
    login();
    sync();

    assertThat(cli.run("auth", "logout").out()).startsWith("Removed ");

    Run run = sync();
    assertThat(run.code()).isEqualTo(ExitCode.NO_ACCESS.number());
    assertThat(run.err()).contains("no-pat");
  }

  @Test
  void aFileThatIsNoKeyIsRefusedAndNothingIsStored() throws IOException {
    Files.writeString(key, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
    Run run = login();
    assertThat(run.code()).isEqualTo(ExitCode.NO_ACCESS.number());
    assertThat(run.err()).contains("not the private key of an App");
    assertThat(cli.run("auth", "login", "--app-id", "42").code()).isEqualTo(2);
  }
}
