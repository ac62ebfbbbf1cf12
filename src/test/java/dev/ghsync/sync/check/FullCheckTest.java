package dev.ghsync.sync.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.FakeGitHub.Asked;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.stream.CommentsStream;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.ReviewCommentsStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The full check for deletions sees every deletion, keeps its place, and stands last in line. */
class FullCheckTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void synced() {
    bench.world.pass(3_600);
    bench.sync();
    bench.world.pass(3_600);
  }

  private SyncReport check() {
    SyncReport report = bench.sync(Options::reconcileNow);
    bench.world.pass(3_600);
    return report;
  }

  private List<String> deleted(String table, String key) {
    return List.of(
        bench
            .sql(
                "SELECT coalesce(group_concat(%s), '') FROM (SELECT %s FROM %s WHERE deleted_at IS NOT NULL ORDER BY 1)"
                    .formatted(key, key, table))
            .split(","));
  }

  private void assertDeleted(String table, String key, long... values) {
    assertThat(deleted(table, key))
        .containsExactly(LongStream.of(values).mapToObj(String::valueOf).toArray(String[]::new));
  }

  // ------------------------------------------------------------------ comments on diffs

  @ParameterizedTest
  @ValueSource(ints = {2, 25, 130})
  void aReviewCommentThatIsDeletedIsFoundAmongAnyNumberOfThreads(int threads) {
    long pull = bench.world.pull();
    long last = 0;
    for (int i = 0; i < threads; i++) {
      last = bench.world.reviewComment(pull);
    }
    synced();
    bench.world.deleteReviewComment(last);
    check();

    assertDeleted("review_comments", "id", last);
    bench.assertEqual();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whateverGitHubCountsBesideThemADeletedReviewCommentIsFound(boolean countsReviews) {
    bench.world.countsReviewsAsComments = countsReviews;
    long pull = bench.world.pull();
    bench.world.review(pull, "APPROVED");
    long first = bench.world.reviewComment(pull);
    long second = bench.world.reviewComment(pull);
    synced();
    bench.world.deleteReviewComment(first);
    check();
    assertDeleted("review_comments", "id", first);

    check();
    bench.world.deleteReviewComment(second);
    check();
    assertDeleted("review_comments", "id", first, second);
    assertThat(bench.hub.asked("/pulls/\\d+/comments.*")).hasSize(1);
  }

  @Test
  void aServerThatTellsNoNumberOfAllCommentsIsAskedThreadByThread() {
    bench.world.tellsAllComments = false;
    long pull = bench.world.pull();
    long gone = bench.world.reviewComment(pull);
    bench.world.reviewComment(pull);
    synced();
    bench.world.deleteReviewComment(gone);
    check();

    assertDeleted("review_comments", "id", gone);
    check();
    assertThat(bench.hub.asked("/pulls/\\d+/comments.*")).isEmpty();
  }

  @Test
  void whereGraphQlIsRefusedADeletedReviewCommentIsFoundByTheList() {
    bench.hub.refuse("/graphql", 403, "Resource not accessible by personal access token");
    long pull = bench.world.pull();
    long first = bench.world.reviewComment(pull);
    for (int i = 0; i < 150; i++) {
      bench.world.pass(60);
      bench.world.reviewComment(pull);
    }
    synced();
    bench.world.deleteReviewComment(first);
    check();

    assertDeleted("review_comments", "id", first);
    bench.assertEqual();
    assertThat(
            bench.sql(
                "SELECT group_concat(name) FROM streams WHERE last_reconciled_at < completed_at AND name IN ('issues', 'comments', 'pulls', 'reviews', 'review-comments')"))
        .as("REST shows reviews only for one pull request at a time")
        .isEqualTo("reviews");
  }

  @Test
  void aTokenThatMayNotReadPullRequestsStillSeesThatAnIssueIsDeleted() {
    bench.hub.refuse("/graphql", 403, "Resource not accessible by personal access token");
    bench.hub.forbid("/pulls.*", "pull_requests=read");
    bench.world.issue();
    long gone = bench.world.issue();
    synced();
    bench.world.deleteIssue(gone);
    check();

    assertDeleted("issues", "number", gone);
  }

  @Test
  void aNumberOfReviewsThatNeverAgreesIsLookedIntoOnce() {
    bench.world.reviewsOnlyCounted = 1;
    bench.world.review(bench.world.pull(), "APPROVED");
    synced();
    check();
    assertThat(bench.hub.asked("/graphql")).hasSize(3);

    check();
    assertThat(bench.hub.asked("/graphql")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pullRequestsAreCheckedAlsoWhereIssuesAreSwitchedOff(boolean graphql) {
    if (!graphql) {
      bench.hub.refuse("/graphql", 403, "Resource not accessible by personal access token");
    }
    long pull = bench.world.pull();
    bench.world.switchIssuesOff();
    long gone = bench.world.reviewComment(pull);
    bench.world.reviewComment(pull);
    synced();
    bench.world.deleteReviewComment(gone);
    SyncReport report = check();

    assertThat(report.failure()).isEmpty();
    assertDeleted("review_comments", "id", gone);
    assertThat(deleted("issues", "number")).containsExactly("");
    assertThat(bench.hub.asked("/issues/\\d+")).isEmpty();
  }

  // ------------------------------------------------------------------ odd answers

  @Test
  void anIssueThatGitHubShowsAsNullDoesNotHideAnothersDeletion() {
    long hole = bench.world.issue();
    long gone = bench.world.issue();
    synced();
    bench.world.holes.add(hole);
    bench.world.deleteIssue(gone);
    SyncReport report = check();

    assertThat(report.failure()).isEmpty();
    assertDeleted("issues", "number", gone);
    bench.assertEqual();
  }

  @Test
  void anIssueThatCannotBeReadDoesNotHideAnothersDeletion() {
    long bad = bench.world.issue();
    long gone = bench.world.issue();
    synced();
    bench.world.deleteIssue(bad);
    bench.world.deleteIssue(gone);
    bench.hub.refuse("/issues/" + bad, 502, "Bad Gateway");
    SyncReport report = check();

    assertDeleted("issues", "number", gone);
    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(Bench.phase(report, IssuesStream.NAME).failure().orElseThrow().message())
        .contains(String.valueOf(bad));

    bench.hub.calmDown();
    assertThat(bench.sync().failure())
        .as("it is asked for in the next run, check or not")
        .isEmpty();
    assertDeleted("issues", "number", bad, gone);
  }

  @Test
  void commentsThatCannotBeReadDoNotHideAnothersDeletion() {
    long bad = bench.world.issue();
    long good = bench.world.issue();
    long first = bench.world.comment(bad);
    bench.world.comment(bad);
    long second = bench.world.comment(good);
    bench.world.comment(good);
    synced();
    bench.world.deleteComment(first);
    bench.world.deleteComment(second);
    bench.hub.refuse("/issues/" + bad + "/comments.*", 502, "Bad Gateway");
    SyncReport report = check();

    assertDeleted("issue_comments", "id", second);
    assertThat(Bench.phase(report, CommentsStream.NAME).failure().orElseThrow().message())
        .contains("comments", String.valueOf(bad), "502");

    bench.hub.calmDown();
    assertThat(bench.sync().failure()).isEmpty();
    assertDeleted("issue_comments", "id", first, second);
    bench.assertEqual();
  }

  @Test
  void anIssueThatIsRedirectedToALoginPageIsNotDeleted() {
    long issue = bench.world.issue();
    synced();
    bench.world.transferIssue(issue, bench.hub.api() + "/login?return_to=/issues/" + issue);
    SyncReport report = check();

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(deleted("issues", "number")).containsExactly("");
  }

  @Test
  void issuesThatNoListShowsAreLookedIntoOnce() {
    for (int i = 0; i < 8; i++) {
      bench.world.unlisted.add(bench.world.issue());
    }
    synced();
    check();
    assertThat(bench.hub.asked("/issues/\\d+")).hasSize(8);

    check();
    assertThat(bench.hub.asked("/issues/\\d+")).hasSize(2);
  }

  @Test
  void issuesThatAreListedAndNotShownAreAskedForInTurn() {
    List<Long> hidden = LongStream.range(0, 8).mapToObj(i -> bench.world.issue()).toList();
    synced();
    hidden.forEach(number -> bench.world.unlisted.add(number));
    bench.hub.refuse("/issues/\\d+", 404, "Not Found");
    check();
    assertThat(bench.sql("SELECT count(*) FROM issues WHERE deleted_at IS NULL")).isEqualTo("0");
    bench.world.unlisted.clear();
    check();
    assertThat(bench.hub.asked("/issues/\\d+")).hasSize(8);
    check();
    assertThat(bench.hub.asked("/issues/\\d+")).hasSize(2);

    bench.hub.calmDown();
    for (int i = 0; i < 4; i++) {
      check();
    }
    bench.assertEqual();
  }

  @Test
  void anIssueThatNoListShowsIsFoundWhenItIsDeleted() {
    long first = bench.world.issue();
    long second = bench.world.issue();
    long third = bench.world.issue();
    bench.world.unlisted.addAll(List.of(first, second, third));
    synced();
    check();
    bench.world.deleteIssue(third);
    check();
    check();

    assertDeleted("issues", "number", third);
  }

  @Test
  void anIssueWhoseCommentsAreGoneIsAskedForOnce() {
    long issue = bench.world.issue();
    long comment = bench.world.comment(issue);
    bench.world.comment(issue);
    synced();
    bench.world.deleteComment(comment);
    bench.world.editIssue(issue);
    bench.hub.before(1, "/issues/\\d+/comments.*", () -> bench.world.deleteIssue(issue));
    bench.sync();
    assertDeleted("issues", "number", issue);

    bench.sync();
    assertThat(bench.hub.asked("/issues/\\d+.*")).isEmpty();
  }

  @Test
  void aPullRequestThatIsGoneIsNotAskedForItsReviewComments() {
    long pull = bench.world.pull();
    long gone = bench.world.reviewComment(pull);
    bench.world.reviewComment(pull);
    synced();
    bench.world.deleteReviewComment(gone);
    bench.hub.refuse("/pulls/\\d+/comments.*", 502, "Bad Gateway");
    check();
    bench.world.deleteIssue(pull);
    bench.hub.calmDown();
    bench.sync(options -> options.only(IssuesStream.NAME, ReviewCommentsStream.NAME));
    bench.sync();
    assertThat(bench.hub.asked("/(pulls|issues)/\\d+.*")).isEmpty();
  }

  // ------------------------------------------------------------------ what comes back

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatBelongedToAnIssueComesBackWithItAndNothingElse(boolean graphql) {
    if (!graphql) {
      bench.hub.refuse("/graphql", 403, "Resource not accessible by personal access token");
    }
    long pull = bench.world.pull();
    long gone = bench.world.comment(pull);
    bench.world.comment(pull);
    bench.world.comment(pull);
    bench.world.review(pull, "APPROVED");
    bench.world.reviewComment(pull);
    synced();
    bench.world.deleteComment(gone);
    bench.sync(Options::reconcileNow);
    bench.world.hide(pull);
    bench.sync(Options::reconcileNow);
    assertDeleted("issues", "number", pull);
    assertThat(bench.sql("SELECT count(*) FROM issue_comments WHERE deleted_at IS NULL"))
        .isEqualTo("0");

    bench.world.show(pull);
    check();
    bench.assertEqual();
    assertDeleted("issue_comments", "id", gone);
    assertThat(bench.sql("SELECT comments FROM repo_counts")).isEqualTo("2");
  }

  @Test
  void whatHappenedToAnIssueWhileItWasHiddenIsReadWhenItComesBack() {
    long issue = bench.world.issue();
    long edited = bench.world.comment(issue);
    long deleted = bench.world.comment(issue);
    long other = bench.world.issue();
    synced();
    bench.world.hide(issue);
    check();
    bench.world.show(issue);
    bench.world.editComment(edited);
    bench.world.deleteComment(deleted);
    bench.world.comment(issue);
    bench.world.hide(issue);
    bench.world.pass(3_600);
    bench.world.comment(other);
    bench.world.pass(3_600);
    bench.sync();
    bench.world.show(issue);
    check();

    bench.assertEqual();
    assertDeleted("issue_comments", "id", deleted);
  }

  // ------------------------------------------------------------------ its place and its budget

  private void manyIssues(int count) {
    for (int i = 0; i < count; i++) {
      bench.world.issue();
      bench.world.pass(60);
    }
    synced();
  }

  @Test
  void aCheckThatIsCutContinuesWhereItStopped() {
    manyIssues(450);
    bench.world.deleteIssue(7);
    bench.world.deleteIssue(440);
    bench.hub.before(4, "/graphql", () -> bench.hub.breakAfter(0));
    bench.sync(Options::reconcileNow);
    assertThat(deleted("issues", "number")).containsExactly("");
    assertThat(
            bench.sql(
                "SELECT count(*) FROM streams WHERE name = 'issues' AND last_reconciled_at < completed_at"))
        .isEqualTo("1");

    bench.hub.calmDown();
    bench.sync(Options::reconcileNow);
    assertThat(bench.hub.asked("/graphql")).hasSize(3);
    assertDeleted("issues", "number", 7, 440);
    bench.assertEqual();
  }

  @Test
  void aCheckLargerThanTheHourlyLimitComesToItsEndAndBlocksNothing() {
    manyIssues(450);
    bench.world.deleteIssue(440);
    int runs = 0;
    while (deleted("issues", "number").equals(List.of("")) && runs < 10) {
      bench.hub.leaveGraphql(1_252);
      long comment = bench.world.comment(1);
      SyncReport report = check();
      runs++;

      assertThat(report.failure()).isEmpty();
      assertThat(bench.sql("SELECT count(*) FROM issue_comments WHERE id = " + comment))
          .isEqualTo("1");
      assertThat(bench.sql("SELECT blocked_until FROM sync_states")).isEqualTo("null");
    }

    assertThat(runs).isEqualTo(3);
    bench.assertEqual();
  }

  @Test
  void aCheckByRestContinuesWhereItStoppedToo() {
    bench.hub.refuse("/graphql", 403, "Resource not accessible by personal access token");
    manyIssues(450);
    bench.world.deleteIssue(440);
    bench.hub.leave(1_253);
    check();
    assertThat(deleted("issues", "number")).containsExactly("");
    long read = bench.hub.asked("/issues\\?.*").size();
    bench.hub.leave(5_000);
    check();

    assertThat(read + bench.hub.asked("/issues\\?.*").size()).isLessThanOrEqualTo(8);
    assertDeleted("issues", "number", 440);
  }

  @Test
  void aCheckThatIsCutByALimitSaysThatItContinues() {
    manyIssues(250);
    bench.hub.leaveGraphql(0);
    SyncReport report = check();

    assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
    PhaseReport issues = Bench.phase(report, IssuesStream.NAME);
    assertThat(issues.state()).isEqualTo(PhaseReport.State.INCOMPLETE);
    assertThat(issues.reason().orElseThrow()).contains("check for deletions", "next run");
  }

  @Test
  void anUnfinishedCheckContinuesAlsoWhereTheLastIsYoung() {
    manyIssues(250);
    bench.hub.leaveGraphql(0);
    check();
    bench.hub.calmDown();
    bench.world.deleteIssue(7);
    bench.sync(options -> options.reconcile = java.util.Optional.of(java.time.Duration.ofDays(1)));

    assertDeleted("issues", "number", 7);
  }

  @Test
  void newPullRequestsDoNotWaitForTheCheck() {
    manyIssues(150);
    long pull = bench.world.pull();
    bench.hub.leaveGraphql(1);
    check();
    bench.hub.calmDown();
    bench.sync();

    assertThat(bench.sql("SELECT additions FROM pulls WHERE number = " + pull)).isEqualTo("3");
    assertThat(bench.hub.asked().stream().map(Asked::path)).noneMatch("/graphql"::equals);
  }

  @Test
  void anIssueMadeWhileACheckIsUnderWayIsNotAskedFor() {
    manyIssues(250);
    bench.hub.before(2, "/graphql", () -> bench.hub.breakAfter(0));
    bench.sync(Options::reconcileNow);
    bench.hub.calmDown();
    bench.world.pass(3_600);
    bench.world.issue();
    bench.world.pass(3_600);
    check();

    assertThat(bench.hub.asked("/issues/\\d+")).isEmpty();
    bench.assertEqual();
  }
}
