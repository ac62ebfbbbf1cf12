package dev.ghsync.sync;

import static dev.ghsync.sync.fake.Bench.phase;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.PhaseReport.State;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.stream.CommentsStream;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.PullsStream;
import dev.ghsync.sync.stream.RefsStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a token may not read, or GitHub does not have, is left out and named; the rest goes on. */
class PermissionTest {
  private static final String ISSUES = "/issues.*";

  @TempDir Path folder;
  private Bench bench;
  private long pull;

  @BeforeEach
  void aSmallWorld() {
    bench = Bench.in(folder);
    bench.world.comment(bench.world.issue());
    pull = bench.world.pull();
    bench.world.reviewComment(pull);
    bench.world.label("bug");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void withoutThePermissionForIssuesTheirPhasesAreSkippedAndSayWhatIsLacking() {
    bench.hub.forbid(ISSUES, "issues=read");
    SyncReport report = bench.sync();

    for (StreamName name : new StreamName[] {IssuesStream.NAME, CommentsStream.NAME}) {
      assertThat(phase(report, name).state()).isEqualTo(State.SKIPPED);
      assertThat(phase(report, name).reason().orElseThrow()).contains("issues=read");
    }
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.failure()).isEmpty();
  }

  @Test
  void pullRequestsHaveTheirIssueRowsAllTheSame() {
    bench.hub.forbid(ISSUES, "issues=read");
    bench.sync();

    assertThat(bench.sql("SELECT number, is_pull, title, state, id FROM issues"))
        .isEqualTo(pull + "|1|t" + pull + "|open|null");
    assertThat(bench.sql("SELECT count(*) FROM reviews")).isEqualTo("1");
    assertThat(bench.sql("SELECT open_issues, open_pulls FROM repo_counts")).isEqualTo("0|1");
  }

  @Test
  void aPermissionThatComesLaterBringsWhatWasMissing() {
    bench.hub.forbid(ISSUES, "issues=read");
    bench.sync();
    bench.hub.calmDown();
    bench.sync();

    bench.assertEqual();
  }

  @Test
  void aPermissionThatIsTakenAwayLeavesWhatIsHere() {
    bench.sync();
    bench.hub.forbid(ISSUES, "issues=read");
    SyncReport report = bench.sync();

    assertThat(phase(report, IssuesStream.NAME).state()).isEqualTo(State.SKIPPED);
    bench.assertEqual();
  }

  @Test
  void issuesThatAreSwitchedOffAreSkipped() {
    bench.sync();
    bench.world.switchIssuesOff();
    SyncReport report = bench.sync();

    assertThat(phase(report, IssuesStream.NAME).state()).isEqualTo(State.SKIPPED);
    assertThat(phase(report, IssuesStream.NAME).reason().orElseThrow()).contains("switched off");
    assertThat(report.failure()).isEmpty();
    bench.assertEqual();
  }

  @Test
  void issuesThatAreSwitchedOffAreNotRequestedAgainUntilTheRepositoryChanges() {
    bench.world.switchIssuesOff();
    bench.sync();
    assertThat(bench.hub.asked("/issues\\?.*")).hasSize(1);

    SyncReport report = bench.sync();

    assertThat(phase(report, IssuesStream.NAME).reason().orElseThrow()).contains("switched off");
    assertThat(bench.hub.asked("/issues\\?.*")).isEmpty();
    bench.world.switchIssuesOn();
    bench.sync();
    bench.assertEqual();
  }

  @Test
  void anEmptyRepositoryIsAskedForItsRefsOnceUntilSomethingIsPushed() {
    bench.sync();
    assertThat(bench.hub.asked("/git/matching-refs.*")).hasSize(1);

    SyncReport unchanged = bench.sync();

    assertThat(bench.hub.asked("/git/matching-refs.*")).isEmpty();
    assertThat(unchanged.requests().charged()).isZero();
    assertThat(phase(unchanged, RefsStream.NAME).state()).isEqualTo(State.UNCHANGED);
    GitRepo repo = GitRepo.create(folder.resolve("repo.git"));
    repo.commit("main", GitRepo.file("a.txt", "a"));
    bench.hub.serve(new GitAnswers(repo));
    bench.sync(options -> options.only(StreamName.METADATA));
    bench.sync();
    assertThat(bench.sql("SELECT name FROM refs")).isEqualTo("refs/heads/main");
  }

  @Test
  void issuesThatAreNotShownThoughTheyAreNotSwitchedOffAreNotCalledSo() {
    bench.hub.refuse("/issues\\?.*", 404, "Not Found");
    SyncReport report = bench.sync();

    assertThat(phase(report, IssuesStream.NAME).reason())
        .contains("GitHub does not show the issues: Not Found");
  }

  @Test
  void refsThatAreNotShownOnceStay() {
    GitRepo repo = GitRepo.create(folder.resolve("repo.git"));
    repo.commit("main", GitRepo.file("a.txt", "a"));
    bench.hub.serve(new GitAnswers(repo));
    bench.sync();
    bench.hub.refuse("/git/matching-refs.*", 404, "Not Found");
    SyncReport report = bench.sync();

    assertThat(phase(report, RefsStream.NAME).state()).isEqualTo(State.SKIPPED);
    assertThat(bench.sql("SELECT name FROM refs")).isEqualTo("refs/heads/main");
  }

  @Test
  void withoutThePermissionForPullRequestsIssuesAreHere() {
    bench.hub.forbid("/pulls.*", "pull_requests=read");
    bench.hub.refuse("/graphql", 403, "Resource not accessible by personal access token");
    SyncReport report = bench.sync();

    assertThat(phase(report, PullsStream.NAME).reason().orElseThrow())
        .contains("pull_requests=read");
    assertThat(bench.sql("SELECT count(*) FROM issues")).isEqualTo("2");
    assertThat(report.failure()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/releases.*, 500, releases, server-error",
    "/comments.*, 418, commit-comments, bad-response",
  })
  void onePhaseThatFailsMakesTheRunPartial(String path, int status, StreamName name, String code) {
    bench.hub.refuse(path, status, "Server Error");
    SyncReport report = bench.sync();

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(phase(report, name).failure().map(f -> f.code().text())).contains(code);
    assertThat(bench.sql("SELECT status, error_code FROM sync_states"))
        .isEqualTo("OUTDATED|" + code);
    bench.hub.calmDown();
    assertThat(bench.sync().outcome()).isEqualTo(Outcome.UNCHANGED);
    bench.assertEqual();
  }

  @Test
  void aTokenThatIsRefusedEndsTheRunAtOnce() {
    bench.hub.refuse(".*", 401, "Bad credentials");
    SyncReport report = bench.sync();

    assertThat(report.failure().map(Failure::code)).contains(FailureCode.BAD_CREDENTIALS);
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(bench.hub.asked()).hasSize(1);
  }

  @Test
  void aTokenThatIsRefusedInTheMiddleEndsTheRunToo() {
    bench.hub.before(5, ".*", () -> bench.hub.refuse(".*", 401, "Bad credentials"));
    SyncReport report = bench.sync();

    assertThat(report.failure().map(Failure::code)).contains(FailureCode.BAD_CREDENTIALS);
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    // Only what was under way beside the first 401 is still answered.
    assertThat(bench.hub.asked().stream().filter(asked -> asked.status() == 401))
        .hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void aBlockedRepositoryIsAFailureAndKeepsWhatIsHere() {
    bench.sync();
    bench.hub.refuse(".*", 451, "Repository access blocked");
    SyncReport report = bench.sync();

    assertThat(report.failure().map(Failure::code)).contains(FailureCode.REPO_BLOCKED);
    bench.assertEqual();
  }

  @Test
  void aSpentLimitStopsTheRunCleanlyAndTellsWhenToComeBack() {
    bench.hub.leave(5);
    SyncReport report = bench.sync();

    assertThat(report.outcome()).isEqualTo(Outcome.BLOCKED);
    assertThat(report.failure().orElseThrow().retryAt()).isPresent();
    assertThat(bench.hub.asked())
        .as("requests by REST; GraphQL has a limit of its own")
        .filteredOn(a -> !a.path().equals("/graphql"))
        .hasSize(5);
    bench.assertNoCursorIsAhead();

    SyncReport tooEarly = bench.sync();
    assertThat(tooEarly.outcome()).isEqualTo(Outcome.BLOCKED);
    assertThat(bench.hub.asked()).isEmpty();

    bench.world.pass(3_700);
    bench.hub.calmDown();
    assertThat(bench.sync().failure()).isEmpty();
    bench.assertEqual();
  }
}
