package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.model.Trigger;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.SyncSettings.Limits;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.stream.CommentsStream;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.Streams;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings that a command line of {@code ghsync repo} makes; nothing is run. */
class RepoOptionsTest {
  @TempDir Path home;
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));

  @BeforeEach
  void setUp() {
    cli = new CommandLineRunner(home);
  }

  private SyncSettings settings(String... args) {
    return cli.request(args).settings();
  }

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    SyncSettings s = settings("repo", "octo/tiny");

    assertThat(s.trigger()).isEqualTo(Trigger.MANUAL);
    assertThat(s.phases()).containsExactlyInAnyOrderElementsOf(Streams.ALL.byDefault());
    assertThat(s.depth()).isEmpty();
    assertThat(s.reconcile()).contains(Duration.ofHours(24));
    assertThat(s.objects().source()).isEqualTo(ObjectsMode.AUTO);
    assertThat(s.objects().gitUrl()).isEqualTo(URI.create("https://github.com/octo/tiny.git"));
    assertThat(s.objects().content()).isEqualTo(CommitScope.HEADS);
    assertThat(s.objects().maxCommits()).isEmpty();
    assertThat(s.objects().maxBlobSize()).isEqualTo(10 * 1024 * 1024);
    assertThat(s.limits().reserve()).isEmpty();
    assertThat(s.limits().maxWait()).isEmpty();
    assertThat(s.limits().maxRequests()).isEmpty();
    assertThat(s.limits().deadline()).isEmpty();
    assertThat(s.limits().concurrency()).isEqualTo(4);
    assertThat(s.limits().timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(s.minInterval()).isZero();
    assertThat(s.force() || s.full() || s.dryRun()).isFalse();
    assertThat(s.eventPayload()).isEmpty();
  }

  @Test
  void everyOptionReachesTheSync() {
    SyncSettings s =
        settings(
            "repo",
            "octo/tiny",
            "--trigger=maintenance",
            "--only=issues,comments,refs",
            "--skip=refs",
            "--depth=30d",
            "--objects=rest",
            "--git-url=https://git.example/x.git",
            "--content=none",
            "--max-commits=50",
            "--max-blob-size=512K",
            "--reconcile=now",
            "--reserve=5",
            "--wait=10m",
            "--max-requests=0",
            "--deadline=PT2H",
            "--concurrency=8",
            "--timeout=5s",
            "--min-interval=7s",
            "--force",
            "--full",
            "--dry-run");

    assertThat(s.trigger()).isEqualTo(Trigger.MAINTENANCE);
    assertThat(s.phases()).containsExactlyInAnyOrder(IssuesStream.NAME, CommentsStream.NAME);
    assertThat(s.depth()).contains(Instant.parse("2025-12-06T12:00:00Z"));
    assertThat(s.objects().source()).isEqualTo(ObjectsMode.REST);
    assertThat(s.objects().gitUrl()).isEqualTo(URI.create("https://git.example/x.git"));
    assertThat(s.objects().content()).isEqualTo(CommitScope.NONE);
    assertThat(s.objects().maxCommits()).hasValue(50);
    assertThat(s.objects().maxBlobSize()).isEqualTo(512 * 1024);
    assertThat(s.reconcile()).contains(Duration.ZERO);
    assertThat(s.limits().reserve()).hasValue(5);
    assertThat(s.limits().maxWait()).contains(Duration.ofMinutes(10));
    assertThat(s.limits().maxRequests()).hasValue(0);
    assertThat(s.limits().deadline()).contains(Duration.ofHours(2));
    assertThat(s.limits().concurrency()).isEqualTo(8);
    assertThat(s.limits().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(s.minInterval()).isEqualTo(Duration.ofSeconds(7));
    assertThat(s.force() && s.full() && s.dryRun()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"manual, 0", "webhook, 0", "cron, 60", "maintenance, 900"})
  void theCooldownIsTheTriggers(String trigger, long seconds) {
    assertThat(settings("repo", "octo/tiny", "--trigger", trigger).minInterval())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aWaitTakesABoundButNeitherTheRepositoryNorAnOption() {
    assertThat(settings("repo", "--wait", "octo/tiny").limits().maxWait())
        .contains(Limits.ANY_WAIT);
    assertThat(settings("repo", "octo/tiny", "--wait", "--force").limits().maxWait())
        .contains(Limits.ANY_WAIT);
    assertThat(settings("repo", "octo/tiny", "--wait").limits().maxWait())
        .contains(Limits.ANY_WAIT);
    assertThat(settings("repo", "octo/tiny", "--wait", "15m").limits().maxWait())
        .contains(Duration.ofMinutes(15));
  }

  @Test
  void anAddressSelectsItsServerWhateverTheEnvironmentSays() {
    cli.variables.put("GITHUB_API_URL", "https://api.github.com");
    SyncRequest request = cli.request("repo", "https://git.example.com/octo/tiny");

    assertThat(request.apiUrl()).isEqualTo(URI.create("https://git.example.com/api/v3"));
    assertThat(request.settings().objects().gitUrl())
        .isEqualTo(URI.create("https://git.example.com/octo/tiny.git"));
  }

  @Test
  void anAddressOfAnotherServerThanTheOptionsIsAUsageError() {
    Run run =
        cli.run("repo", "https://git.example.com/octo/tiny", "--api-url", "https://ghe.example");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("git.example.com").contains("https://ghe.example");
  }

  @Test
  void tokensThatProgramsShareDoNotGoToTheServerOfAnAddress() {
    cli.variables.put("GITHUB_TOKEN", "of-github");
    cli.variables.put("GH_TOKEN", "of-github");

    assertThat(cli.request("repo", "https://git.example.com/octo/tiny").token()).isEmpty();
    assertThat(cli.request("repo", "https://github.com/octo/tiny").token()).isPresent();
    cli.variables.put("GHSYNC_TOKEN", "own");
    assertThat(cli.request("repo", "https://git.example.com/octo/tiny").token()).isPresent();
  }

  @Test
  void theAddressOfARepositoryWillDo() {
    assertThat(cli.request("repo", "https://github.com/square/okhttp.git").repo())
        .hasToString("square/okhttp");
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.github.com, https://github.com/octo/tiny.git",
    "https://api.acme.ghe.com, https://acme.ghe.com/octo/tiny.git",
    "https://ghe.example/api/v3, https://ghe.example/octo/tiny.git",
    "https://ghe.example:8443/api/v3/, https://ghe.example:8443/octo/tiny.git",
    "http://127.0.0.1:8080, http://127.0.0.1:8080/octo/tiny.git"
  })
  void gitIsOnTheServerOfTheApi(String api, String git) {
    assertThat(settings("repo", "octo/tiny", "--api-url", api).objects().gitUrl())
        .isEqualTo(URI.create(git));
  }

  @Test
  void anApiThatIsNotHttpsIsWarnedOf() {
    String url = "http://ghe.example/api/v3";

    assertThat(warnings("--api-url", url)).contains("warning: " + url + " is not https");
    assertThat(warnings("-q", "--api-url", url)).contains("warning: " + url + " is not https");
    assertThat(warnings("--api-url", "http://127.0.0.1:99")).isEmpty();
  }

  @Test
  void aGitAddressThatIsNotHttpsIsWarnedOf() {
    String url = "http://git.example/octo/tiny.git";

    assertThat(warnings("-q", "--git-url", url))
        .contains("warning: " + url + " is not https: git is used there without the token");
    assertThat(warnings("--git-url", url, "--objects", "rest")).isEmpty();
  }

  private String warnings(String... more) {
    StringWriter err = new StringWriter();
    String[] args =
        Stream.concat(Stream.of("repo", "octo/tiny"), Stream.of(more)).toArray(String[]::new);
    assertThat(cli.request(err, args)).isNotNull();
    return err.toString();
  }

  @Test
  void aWebhooksRunInAJobTakesItsPayload() throws IOException {
    Path payload = Files.writeString(home.resolve("event.json"), "{}");
    cli.variables.put("GITHUB_ACTIONS", "true");
    cli.variables.put("GITHUB_EVENT_PATH", payload.toString());
    cli.variables.put("GITHUB_EVENT_NAME", "push");

    assertThat(settings("repo", "octo/tiny", "--trigger", "webhook").eventPayload())
        .contains(new SyncSettings.EventPayload(payload, Optional.of("push")));
    assertThat(settings("repo", "octo/tiny", "--trigger", "cron").eventPayload()).isEmpty();
  }
}
