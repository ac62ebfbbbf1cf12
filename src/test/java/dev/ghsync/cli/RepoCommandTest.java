package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Trigger;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.SyncSettings.ContentMode;
import dev.ghsync.sync.SyncSettings.Limits;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepoCommandTest {
  @TempDir Path home;
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));
  private Path db = Path.of("");

  @BeforeEach
  void setUp() {
    cli = new CommandLineRunner(home);
    cli.variables.put("GHSYNC_TOKEN", "secret-token");
    db = home.resolve("m.db");
    cli.variables.put("GHSYNC_DB", db.toString());
  }

  private SyncSettings settings(String... args) {
    Run run = cli.run(args);
    assertThat(run.code()).as(run.err()).isZero();
    return cli.services.syncs.get(cli.services.syncs.size() - 1).settings();
  }

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    SyncSettings s = settings("repo", "octo/tiny");

    assertThat(s.trigger()).isEqualTo(Trigger.MANUAL);
    assertThat(s.phases()).containsExactlyInAnyOrder(PhaseName.values());
    assertThat(s.depth()).isEmpty();
    assertThat(s.reconcile()).contains(Duration.ofHours(24));
    assertThat(s.objects().source()).isEqualTo(ObjectsMode.AUTO);
    assertThat(s.objects().gitUrl()).isEqualTo(URI.create("https://github.com/octo/tiny.git"));
    assertThat(s.objects().content()).isEqualTo(ContentMode.HEADS);
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
    assertThat(s.phases()).containsExactlyInAnyOrder(PhaseName.ISSUES, PhaseName.COMMENTS);
    assertThat(s.depth()).contains(Instant.parse("2025-12-06T12:00:00Z"));
    assertThat(s.objects().source()).isEqualTo(ObjectsMode.REST);
    assertThat(s.objects().gitUrl()).isEqualTo(URI.create("https://git.example/x.git"));
    assertThat(s.objects().content()).isEqualTo(ContentMode.NONE);
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
    settings("repo", "https://git.example.com/octo/tiny");

    assertThat(cli.services.syncs.get(0).apiUrl())
        .isEqualTo(URI.create("https://git.example.com/api/v3"));
    assertThat(cli.services.syncs.get(0).settings().objects().gitUrl())
        .isEqualTo(URI.create("https://git.example.com/octo/tiny.git"));
  }

  @Test
  void anAddressOfAnotherServerThanTheOptionsIsAUsageError() {
    Run run =
        cli.run("repo", "https://git.example.com/octo/tiny", "--api-url", "https://ghe.example");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("git.example.com").contains("https://ghe.example");
    assertThat(cli.services.syncs).isEmpty();
  }

  @Test
  void tokensThatProgramsShareDoNotGoToTheServerOfAnAddress() {
    cli.variables.remove("GHSYNC_TOKEN");
    cli.variables.put("GITHUB_TOKEN", "of-github");
    cli.variables.put("GH_TOKEN", "of-github");

    assertThat(cli.run("repo", "https://git.example.com/octo/tiny").code()).isEqualTo(4);
    assertThat(cli.run("repo", "https://github.com/octo/tiny").code()).isZero();
    assertThat(cli.services.usedToken).isPresent();
  }

  @Test
  void aTokenInAnAddressIsNotRepeated() {
    Run run = cli.run("repo", "https://x:secret-word@github.com/octo/tiny");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("must not carry").doesNotContain("secret-word");
  }

  @Test
  void theAddressOfARepositoryWillDo() {
    settings("repo", "https://github.com/square/okhttp.git");

    assertThat(cli.services.syncs.get(0).repo()).hasToString("square/okhttp");
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "repo | Missing required parameter",
        "repo nonsense | 'nonsense' is not a repository; give OWNER/NAME",
        "repo ../x | is not a repository",
        "repo o/n --jsn | Unknown option: '--jsn'; did you mean --json?",
        "reop o/n | did you mean repo?",
        "o/n --json | did you mean 'ghsync repo o/n --json'?",
        "repo o/n --timeout 5 | '5' is not a duration such as 30s",
        "repo o/n --timeout 0s | --timeout must be 1s to 24h",
        "repo o/n --timeout 60h | --timeout must be 1s to 24h",
        "repo o/n --timeout PT2562047788015215H | --timeout must be 1s to 24h",
        "repo o/n --deadline 110000d | --deadline must be 1s to 365d",
        "repo o/n --wait 366d | --wait must be 0s to 365d",
        "repo o/n --min-interval PT9223372036854775807S | --min-interval must be 0s to 36500d",
        "repo o/n --reconcile 999999999d | --reconcile must be 0s to 36500d",
        "repo o/n --depth 999999999d | --depth must be 0s to 36500d",
        "repo o/n --depth +999999999-12-31 | --depth must be a date from 1900-01-01 to today",
        "repo o/n --depth 0001-01-01 | --depth must be a date from 1900-01-01 to today",
        "repo o/n --max-blob-size 2G | --max-blob-size must be 0 to 1G",
        "repo o/n --max-blob-size 99999999999T | a size that a file can have",
        "repo o/n --max-commits 1000000001 | --max-commits must be 1 to 1000000000",
        "repo o/n --max-requests 9223372036854775807 | --max-requests must be 0 to 1000000000",
        "repo o/n --max-requests 9223372036854775808 | '9223372036854775808' is not a",
        "repo o/n --max-requests -1 | --max-requests must be 0 to 1000000000",
        "repo o/n --reserve 9223372036854775807 | --reserve must be 0 to 1000000000",
        "status --check 999999999d | --check must be 0s to 36500d",
        "repo o/n --deadline -5s | '-5s' is not a duration",
        "repo o/n --max-blob-size ten | 'ten' is not a size such as 512K",
        "repo o/n --depth yesterday | all, an age such as 30d, or a date",
        "repo o/n --reconcile sometimes | now, never, or an age",
        "repo o/n --only issue | 'issue' is not a phase; there are metadata, refs, objects,",
        "repo o/n --only issues --skip issues | leave no phase",
        "repo o/n --trigger timer | one of manual, cron, webhook, maintenance",
        "repo o/n --objects svn | one of auto, git, rest",
        "repo o/n --content some | one of heads, all, none",
        "repo o/n --color blue | one of auto, always, never",
        "repo o/n --concurrency 9 | --concurrency must be 1 to 8",
        "repo o/n --concurrency 0 | --concurrency must be 1 to 8",
        "repo o/n --max-commits 0 | --max-commits must be 1 to 1000000000",
        "repo o/n --max-commits many | 'many' is not a",
        "repo o/n --wait soon | 'soon' is not a duration",
        "repo o/n --api-url ftp://x | 'ftp://x' is not an http or https address",
        "repo o/n --api-url https://me:pw@x | must not carry a user or a token",
        "repo o/n --report a --no-report | --report and --no-report exclude each other",
        "repo o/n --db a --db b | should be specified only once",
        "repo o/n --event-payload /no/where | the event payload /no/where cannot be read",
        "repo o/n --token-file /no/where | the token file /no/where cannot be read: no such",
        "repo o/n --report /no/where/r.json | cannot be written: no such file or folder",
        "repo o/n --report / | the report / cannot be written",
        "repo o/n --events /no/where/e.jsonl | cannot be written: no such file or folder",
        "`` | name a command",
        "auth | name a command",
      })
  void aWrongCommandLineSaysWhatIsRightAndAsksNothing(String line, String message) {
    Run run = cli.run(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("ghsync: ").contains(message).contains("--help'.");
    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.out()).isEmpty();
    assertThat(cli.services.syncs).isEmpty();
  }

  @Test
  void theSummaryIsForStandardOutput() {
    Run run = cli.run("repo", "octo/tiny");

    assertThat(run.out()).startsWith("octo/tiny: updated\n").contains(db.toString());
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"repo octo/tiny", "repo octo/tiny --json", "status", "--help"})
  void whatCannotBeWrittenIsNoSuccess(String line) {
    Run run = cli.runInto(new FullDisk(), line.split(" "));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("ghsync: standard output could not be written: disk full\n");
  }

  @Test
  void aReaderWhoHasSeenEnoughIsNoFailure() {
    cli.pipe = true;

    Run run = cli.runInto(new FullDisk(), "repo", "octo/tiny", "--json");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
  }

  /** Takes nothing. */
  private static final class FullDisk extends Writer {
    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      throw new IOException("disk full");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void quietMeansQuiet() {
    Run run = cli.run("repo", "octo/tiny", "-q");

    assertThat(run.code()).isZero();
    assertThat(run.out() + run.err()).isEmpty();
  }

  @Test
  void aFailureInCronIsOneLineOnStandardError() {
    cli.services.outcome = Outcome.FAILED;
    cli.services.failure =
        Optional.of(Failure.of(FailureCode.REPO_NOT_FOUND, "there is no octo/tiny"));

    Run run = cli.run("repo", "octo/tiny", "-q", "--trigger", "cron");

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("ghsync: octo/tiny: repo-not-found: there is no octo/tiny\n");
  }

  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void everyFailureHasAnExitCodeOfItsKind(FailureCode code) {
    cli.services.outcome = Outcome.FAILED;
    cli.services.failure = Optional.of(Failure.of(code, "m"));

    assertThat(cli.run("repo", "octo/tiny").code()).isIn(1, 4, 5, 6, 7, 130);
  }

  @Test
  void partOfItIsThree() {
    cli.services.outcome = Outcome.PARTIAL;

    Run run = cli.run("repo", "octo/tiny");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).startsWith("ghsync: octo/tiny: partial");
  }

  @Test
  void jsonIsAloneOnStandardOutputAndInTheReportBesideTheDatabase() throws IOException {
    Run run = cli.run("repo", "octo/tiny", "--json", "-v");

    assertThat(run.out()).startsWith("{\"schema\":1").endsWith("}\n").hasLineCount(1);
    assertThat(home.resolve("octo.tiny.report.json")).hasContent(run.out());
    assertThat(run.err()).isEqualTo("GET  /repos/octo/tiny -> 200, 12 ms, 345 B, 4,999 left\n");
    try (var files = Files.list(home)) {
      assertThat(files).containsExactly(home.resolve("octo.tiny.report.json"));
    }
  }

  @Test
  void twoRepositoriesNeverShareAReport() {
    cli.run("repo", "a-b/c");
    cli.run("repo", "a/b-c");

    assertThat(home.resolve("a-b.c.report.json")).content().contains("\"repo\":\"a-b/c\"");
    assertThat(home.resolve("a.b-c.report.json")).content().contains("\"repo\":\"a/b-c\"");
  }

  @Test
  void theReportUnderItsFormerNameGoesAndAnotherRepositorysStays() throws IOException {
    Path former = home.resolve("a-b-c.report.json");
    cli.run("repo", "a-b/c", "--report", former.toString());

    cli.run("repo", "a/b-c");
    assertThat(former).exists();
    cli.run("repo", "a-b/c");
    assertThat(former).doesNotExist();
  }

  @Test
  void theEventsAreForTheirOwnerAloneAlsoWhereOthersCouldReadThem() throws IOException {
    Path made = home.resolve("new.jsonl");
    Path open = Files.createFile(home.resolve("open.jsonl"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

    cli.run("repo", "octo/tiny", "--events", made.toString());
    cli.run("repo", "octo/tiny", "--events", open.toString());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open)))
        .isEqualTo("rw-------");
  }

  @Test
  void theReportGoesWhereItIsAskedFor() {
    Path mine = home.resolve("mine.json");

    cli.run("repo", "octo/tiny", "--report", mine.toString());

    assertThat(mine).content().contains("\"outcome\":\"updated\"");
    assertThat(home.resolve("octo.tiny.report.json")).doesNotExist();
  }

  @Test
  void noReportAndDryRunsLeaveNoFile() {
    cli.run("repo", "octo/tiny", "--no-report");
    cli.run("repo", "octo/tiny", "--dry-run");

    assertThat(home).isEmptyDirectory();
  }

  @Test
  void theUsualReportThatCannotBeWrittenIsAWarning() {
    cli.variables.put("GHSYNC_DB", home.resolve("no/such/m.db").toString());

    Run run = cli.run("repo", "octo/tiny");

    assertThat(run.code()).isZero();
    assertThat(run.err()).startsWith("ghsync: warning: the report ").hasLineCount(1);
  }

  @Test
  void eventsAreAddedToTheirFile() throws IOException {
    Path file = home.resolve("e.jsonl");

    cli.run("repo", "octo/tiny", "--events", file.toString());
    cli.run("repo", "octo/tiny", "--events", file.toString());

    assertThat(Files.readAllLines(file))
        .hasSize(6)
        .allMatch(line -> line.startsWith("{\"at\":\"2026-01-05T12:00:00Z\",\"event\":\"sync."));
  }

  @Test
  void eventsMayGoToStandardError() {
    Run run = cli.run("repo", "octo/tiny", "-q", "--events", "-");

    assertThat(run.err()).hasLineCount(3).contains("sync.job.completed");
  }

  @Test
  void aFaultOfOurOwnHasNoTraceAndStillAReport() {
    cli.services.bug = Optional.of(new IllegalStateException("SELECT secret-token"));

    Run run = cli.run("repo", "octo/tiny", "--json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("\"code\":\"internal\"").hasLineCount(1);
    assertThat(run.err()).contains("(IllegalStateException)").hasLineCount(1);
    assertThat(run.out() + run.err()).doesNotContain("secret-token").doesNotContain("SELECT");
  }

  @Test
  void tracesAreForThoseWhoAsk() {
    cli.services.bug = Optional.of(new IllegalStateException("why"));

    assertThat(cli.run("repo", "octo/tiny", "-vv").err())
        .contains("IllegalStateException: why")
        .contains("\tat dev.ghsync");
  }

  @Test
  void aTokenOverAnOpenNetworkIsWarnedOf() {
    assertThat(cli.run("repo", "octo/tiny", "--api-url", "http://ghe.example/api/v3").err())
        .contains("warning: http://ghe.example/api/v3 is not https");
    assertThat(cli.run("repo", "octo/tiny", "-q", "--api-url", "http://ghe.example/api/v3").err())
        .contains("warning: http://ghe.example/api/v3 is not https");
    assertThat(cli.run("repo", "octo/tiny", "--api-url", "http://127.0.0.1:99").err()).isEmpty();
  }

  @Test
  void aGitAddressThatIsNotHttpsIsWarnedOf() {
    String url = "http://git.example/octo/tiny.git";
    assertThat(cli.run("repo", "octo/tiny", "-q", "--git-url", url).err())
        .contains("warning: " + url + " is not https: git is asked there without the token");
    assertThat(cli.run("repo", "octo/tiny", "--git-url", url, "--objects", "rest").err()).isEmpty();
  }

  @Test
  void inAJobTheFailureIsAnAnnotationAndTheRunASummary() {
    Path page = home.resolve("summary.md");
    cli.variables.put("GITHUB_ACTIONS", "true");
    cli.variables.put("GITHUB_STEP_SUMMARY", page.toString());
    cli.services.outcome = Outcome.FAILED;
    cli.services.failure = Optional.of(Failure.of(FailureCode.NETWORK, "100% gone"));

    Run run = cli.run("repo", "octo/tiny", "-q");

    assertThat(run.out()).isEqualTo("::error title=ghsync::octo/tiny: network: 100%25 gone\n");
    assertThat(run.err()).isEmpty();
    assertThat(page).content().startsWith("### ghsync: octo/tiny failed\n");
  }

  @Test
  void inAJobJsonStaysAlone() {
    cli.variables.put("GITHUB_ACTIONS", "true");
    cli.services.outcome = Outcome.FAILED;
    cli.services.failure = Optional.of(Failure.of(FailureCode.NETWORK, "gone"));

    Run run = cli.run("repo", "octo/tiny", "--json");

    assertThat(run.out()).startsWith("{").hasLineCount(1);
    assertThat(run.err()).isEqualTo("ghsync: octo/tiny: network: gone\n");
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

  @Test
  void coloursAndTheBarAreForTerminals() {
    cli.answer("");

    assertThat(cli.run("repo", "octo/tiny").out()).contains("\u001b[");
    assertThat(cli.run("repo", "octo/tiny", "--color", "never").out()).doesNotContain("\u001b");
    cli.variables.put("NO_COLOR", "1");
    assertThat(cli.run("repo", "octo/tiny").out()).doesNotContain("\u001b");
    assertThat(cli.run("repo", "octo/tiny", "--color", "always").out()).contains("\u001b[");
  }
}
