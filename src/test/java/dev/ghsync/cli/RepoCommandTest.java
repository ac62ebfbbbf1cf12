package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.fake.FakeGitHub;
import dev.ghsync.sync.fake.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ghsync repo} from the command line to the files that it leaves. */
class RepoCommandTest {
  @TempDir Path home;
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));
  private Path db = Path.of("");

  private final World world = new World();
  private final FakeGitHub hub = new FakeGitHub(world);

  @BeforeEach
  void setUp() {
    world.issue();
    cli = new CommandLineRunner(home, hub.api());
    cli.variables.put("GHSYNC_TOKEN", "secret-token");
    db = home.resolve("m.db");
    cli.variables.put("GHSYNC_DB", db.toString());
  }

  @AfterEach
  void close() {
    hub.close();
  }

  /** Syncs the world without its objects. */
  private Run sync(String... more) {
    return cli.run(
        Stream.concat(Stream.of("repo", "octo/world", "--skip", "refs,objects"), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void aTokenInAnAddressIsNotRepeated() {
    Run run = cli.run("repo", "https://x:secret-word@github.com/octo/tiny");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("must not carry").doesNotContain("secret-word");
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
        "repo o/n --only issue | 'issue' is not a stream; there are metadata, refs, objects,",
        "repo o/n --only issues --skip issues | leave no stream",
        "repo o/n --trigger timer | one of manual, cron, webhook, maintenance",
        "repo o/n --objects svn | one of auto, git, rest",
        "repo o/n --content some | one of none, default, branches, heads, all",
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
  void aWrongCommandLineSaysWhatIsRightAndSendsNothing(String line, String message) {
    Run run = cli.run(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("ghsync: ").contains(message).contains("--help'.");
    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.out()).isEmpty();
    assertThat(hub.asked()).isEmpty();
    assertThat(db).doesNotExist();
  }

  @Test
  void theSummaryIsForStandardOutput() {
    Run run = sync();

    assertThat(run.out()).startsWith("octo/world: updated\n").contains(db.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"repo octo/world --only labels", "repo octo/world --json", "status", "--help"})
  void outputThatCannotBeWrittenIsAFailure(String line) {
    Run run = cli.runInto(new FullDisk(), line.split(" "));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("ghsync: standard output could not be written: disk full\n");
  }

  @Test
  void aClosedPipeIsNoFailure() {
    cli.pipe = true;

    Run run = cli.runInto(new FullDisk(), "repo", "octo/world", "--only", "labels", "--json");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
  }

  /** Fails whenever something is written. */
  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("disk full");
    }
  }

  @Test
  void aQuietRunPrintsNothing() {
    Run run = sync("-q");

    assertThat(run.code()).isZero();
    assertThat(run.out() + run.err()).isEmpty();
  }

  @Test
  void aFailureInCronIsOneLineOnStandardError() {
    hub.refuse(".*", 404, "Not Found");

    Run run = sync("-q", "--trigger", "cron");

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("ghsync: octo/world: repo-not-found: there is no repository octo/world")
        .hasLineCount(1);
  }

  @Test
  void aPartialSyncExitsWithThree() {
    hub.refuse("/labels.*", 400, "Bad Request");

    Run run = sync();

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .startsWith("ghsync: octo/world: bad-response: GET /repos/octo/world/labels");
  }

  @Test
  void jsonIsAloneOnStandardOutputAndInTheReportBesideTheDatabase() throws IOException {
    Run run = sync("--json", "-v");

    assertThat(run.out()).startsWith("{\"schema\":1").endsWith("}\n").hasLineCount(1);
    assertThat(home.resolve("octo.world.report.json")).hasContent(run.out());
    assertThat(run.err().lines()).hasSize(hub.asked().size());
    assertThat(run.err().lines()).allMatch(line -> line.matches("(GET |POST) /.* -> 200, .* left"));
    try (var files = Files.list(home)) {
      assertThat(files)
          .filteredOn(file -> !file.getFileName().toString().startsWith("m.db"))
          .containsExactly(home.resolve("octo.world.report.json"));
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
  @DisabledOnOs(OS.WINDOWS)
  void theEventsAreForTheirOwnerAloneAlsoWhereOthersCouldReadThem() throws IOException {
    Path made = home.resolve("new.jsonl");
    Path open = Files.createFile(home.resolve("open.jsonl"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

    sync("--events", made.toString());
    sync("--events", open.toString());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open)))
        .isEqualTo("rw-------");
  }

  @Test
  void theReportGoesWhereItIsAskedFor() {
    Path mine = home.resolve("mine.json");

    sync("--report", mine.toString());

    assertThat(mine).content().contains("\"outcome\":\"updated\"");
    assertThat(home.resolve("octo.world.report.json")).doesNotExist();
  }

  @Test
  void noReportAndDryRunsLeaveNoFile() {
    sync("--dry-run");
    assertThat(home).isEmptyDirectory();

    sync("--no-report");
    assertThat(home.resolve("octo.world.report.json")).doesNotExist();
  }

  @Test
  void theUsualReportThatCannotBeWrittenIsAWarning() throws IOException {
    Files.createDirectory(home.resolve("octo.world.report.json"));

    Run run = sync();

    assertThat(run.code()).isZero();
    assertThat(run.err()).startsWith("ghsync: warning: the report ").hasLineCount(1);
  }

  @Test
  void eventsAreAddedToTheirFile() throws IOException {
    Path file = home.resolve("e.jsonl");

    sync("--events", file.toString());
    sync("--events", file.toString());

    assertThat(Files.readAllLines(file))
        .allMatch(line -> line.startsWith("{\"at\":\"2026-01-05T12:00:00Z\",\"event\":\"sync."))
        .filteredOn(line -> line.contains("sync.job.completed"))
        .hasSize(2);
  }

  @Test
  void eventsMayGoToStandardError() {
    Run run = sync("-q", "--events", "-");

    assertThat(run.err().lines()).allMatch(line -> line.startsWith("{")).hasSizeGreaterThan(3);
    assertThat(run.err()).contains("sync.job.completed");
  }

  @Test
  void anInternalErrorHasNoTraceAndStillAReport() {
    hub.refuse(".*", 502, "Server Error");
    cli.sleeper =
        pause -> {
          throw new IllegalStateException("SELECT secret-token");
        };

    Run run = sync("--json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("\"code\":\"internal\"").hasLineCount(1);
    assertThat(run.err()).contains("(IllegalStateException)").hasLineCount(1);
    assertThat(run.out() + run.err()).doesNotContain("secret-token").doesNotContain("SELECT");
  }

  @Test
  void theTraceOfAnInternalErrorIsPrintedOnlyWithVv() {
    cli.input =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("why");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            return read();
          }
        };

    assertThat(sync("--token-file", "-", "-vv").err())
        .contains("IllegalStateException: why")
        .contains("\tat dev.ghsync");
    assertThat(sync("--token-file", "-").err())
        .contains("(IllegalStateException)")
        .doesNotContain("why")
        .hasLineCount(1);
  }

  @Test
  void inAJobTheFailureIsAnAnnotationAndTheRunASummary() {
    Path page = home.resolve("summary.md");
    cli.variables.put("GITHUB_ACTIONS", "true");
    cli.variables.put("GITHUB_STEP_SUMMARY", page.toString());
    hub.refuse(".*", 404, "Not Found");

    Run run = sync("-q");

    assertThat(run.out())
        .startsWith("::error title=ghsync::octo/world: repo-not-found: there is no")
        .hasLineCount(1);
    assertThat(run.err()).isEmpty();
    assertThat(page).content().startsWith("### ghsync: octo/world failed\n");
  }

  @Test
  void inAJobJsonStaysAlone() {
    cli.variables.put("GITHUB_ACTIONS", "true");
    hub.refuse(".*", 404, "Not Found");

    Run run = sync("--json");

    assertThat(run.out()).startsWith("{").hasLineCount(1);
    assertThat(run.err()).startsWith("ghsync: octo/world: repo-not-found: ").hasLineCount(1);
  }

  @Test
  void coloursAreForTerminals() {
    cli.answer("");

    assertThat(sync().out()).contains("\u001b[");
    assertThat(sync("--color", "never").out()).doesNotContain("\u001b");
    cli.variables.put("NO_COLOR", "1");
    assertThat(sync().out()).doesNotContain("\u001b");
    assertThat(sync("--color", "always").out()).contains("\u001b[");
  }
}
