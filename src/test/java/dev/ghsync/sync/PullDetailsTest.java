package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.FakeGitHub.Asked;
import dev.ghsync.sync.fake.Fault;
import dev.ghsync.sync.fake.QueryFields;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.PullsStream;
import dev.ghsync.sync.stream.ReviewsStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Details and reviews of pull requests, where GitHub does not tell all of them. */
class PullDetailsTest {
  private static final String WITH_DETAILS =
      "SELECT count(*) FROM pulls WHERE additions IS NOT NULL AND details_of IS NOT NULL";

  @TempDir Path folder;
  private Bench bench;
  private final List<Long> pulls = new ArrayList<>();

  @BeforeEach
  void eightPullRequestsWithReviews() {
    bench = Bench.in(folder);
    for (int i = 0; i < 8; i++) {
      long pull = bench.world.pull();
      bench.world.review(pull, "APPROVED");
      bench.world.review(pull, "COMMENTED");
      pulls.add(pull);
    }
    bench.world.pass(3_600);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  // ------------------------------------------------------------------ one that cannot be read

  @Test
  void onePullRequestThatCannotBeReadCostsOnlyItself() {
    bench.hub.poison(pulls.get(3));

    SyncReport report = bench.sync();

    assertThat(bench.sql(WITH_DETAILS)).isEqualTo("7");
    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    PhaseReport phase = Bench.phase(report, PullsStream.NAME);
    assertThat(phase.state()).isEqualTo(PhaseReport.State.INCOMPLETE);
    assertThat(phase.failure().orElseThrow().code()).isEqualTo(FailureCode.BAD_RESPONSE);
    assertThat(phase.failure().orElseThrow().message())
        .startsWith("pulls: one item could not be read: pull request " + pulls.get(3) + " (");

    bench.hub.calmDown();
    assertThat(bench.sync().failure()).isEmpty();
    bench.assertEqual();
    assertThat(bench.sql("SELECT count(*) FROM unreadable_items")).isEqualTo("0");
  }

  @Test
  void onePullRequestThatStillCannotBeReadCostsTwoRequestsInLaterRuns() {
    bench.hub.poison(pulls.get(3));
    bench.sync();
    assertThat(bench.sql("SELECT stream, item FROM unreadable_items"))
        .isEqualTo("pulls|pull request " + pulls.get(3));
    bench.world.merge(pulls.get(4));
    bench.world.pass(60);

    SyncReport report = bench.sync();

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(bench.hub.asked("/graphql")).hasSize(2); // the others, and the one alone
    assertThat(bench.hub.asked("/pulls/\\d+.*")).hasSize(1);
    assertThat(bench.sql("SELECT merged FROM pulls WHERE number = " + pulls.get(4))).isEqualTo("1");
  }

  @Test
  void aPullRequestThatIsDeletedIsNotCalledUnreadableAnyMore() {
    bench.hub.poison(pulls.get(3));
    bench.sync();
    bench.hub.calmDown();
    bench.world.deleteIssue(pulls.get(3));

    assertThat(bench.sync(options -> options.reconcileNow()).outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(bench.sync().failure()).isEmpty();
    assertThat(bench.sql("SELECT count(*) FROM unreadable_items")).isEqualTo("0");
  }

  @Test
  void manyThatCannotBeReadEndThePhaseSoonAndTheNextRunGoesOnWithOthers() {
    for (int i = 0; i < 20; i++) {
      long pull = bench.world.pull();
      bench.hub.poison(pull);
    }
    bench.world.pass(60);

    for (int run = 0; run < 3; run++) {
      assertThat(bench.sync().outcome()).isEqualTo(Outcome.PARTIAL);
    }

    assertThat(bench.sql(WITH_DETAILS)).isEqualTo("8");
    assertThat(bench.sql("SELECT count(*) FROM unreadable_items")).isEqualTo("20");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 406, 422, 500, 403})
  void reviewsThatCannotBeReadStayAsTheyAre(int status) {
    long pull = pulls.get(2);
    bench.sync();
    bench.world.comment(pull);
    bench.hub.hole(pull);
    bench.hub.refuse("/pulls/" + pull + "/reviews.*", status, "no");

    SyncReport report = bench.sync();

    assertThat(bench.sql("SELECT count(*) FROM reviews WHERE deleted_at IS NOT NULL"))
        .isEqualTo("0");
    assertThat(Bench.phase(report, PullsStream.NAME).failure()).isEmpty();
    assertThat(Bench.phase(report, ReviewsStream.NAME).state())
        .isEqualTo(PhaseReport.State.INCOMPLETE);
    assertThat(Bench.phase(report, ReviewsStream.NAME).failure().orElseThrow().message())
        .contains("reviews of pull request " + pull + " (");
    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);

    bench.hub.calmDown();
    assertThat(bench.sync().failure()).isEmpty();
    bench.assertEqual();
  }

  @Test
  void aHoleAmongReviewsIsFilledByRest() {
    bench.hub.hole(pulls.get(0));
    bench.hub.hole(pulls.get(7));

    assertThat(bench.sync().failure()).isEmpty();

    bench.assertEqual();
    assertThat(bench.hub.asked("/pulls/\\d+.*")).hasSize(4);
    assertThat(bench.hub.asked("/graphql")).hasSize(1);
  }

  @Test
  void aPullRequestThatIsNotOfItsShapeCostsOnlyItself() {
    bench.hub.hole(pulls.get(1));
    bench.hub.spoil("/pulls/" + pulls.get(1), Fault.NUMBERS_ARE_TEXTS);

    SyncReport report = bench.sync();

    assertThat(bench.sql(WITH_DETAILS)).isEqualTo("7");
    assertThat(report.failure().orElseThrow().code()).isEqualTo(FailureCode.BAD_RESPONSE);
  }

  // ------------------------------------------------------------------ teams and scopes

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTokenThatMayNotNameTeamsGetsThemFromTheList(boolean told) {
    bench.hub.scopes("repo", told);

    assertThat(bench.sync().failure()).isEmpty();

    bench.assertEqual();
    assertThat(bench.hub.asked("/pulls/\\d+.*")).isEmpty();
    assertThat(bench.hub.asked("/graphql")).hasSize(told ? 1 : 2);

    bench.world.requestTeam(pulls.get(4), "docs");
    bench.world.pass(60);
    assertThat(bench.sync().failure()).isEmpty();

    bench.assertEqual();
    assertThat(bench.hub.asked("/pulls/\\d+.*")).isEmpty();
  }

  @Test
  void whatATokenMayNotNameIsRememberedForThatTokenAndItsScopes() {
    bench.hub.scopes("repo", false);
    bench.sync();
    assertThat(bench.sql("SELECT host, name FROM graphql_lacks")).endsWith("|slug");

    bench.world.merge(pulls.get(0));
    bench.world.pass(60);
    bench.sync();
    assertThat(bench.hub.asked("/graphql")).hasSize(1);

    bench.world.merge(pulls.get(1));
    bench.world.pass(60);
    bench.sync(options -> options.token = "ghp_other");
    assertThat(bench.hub.asked("/graphql")).hasSize(2);

    bench.hub.scopes("repo, read:org", true);
    bench.world.merge(pulls.get(2));
    bench.world.pass(60);
    bench.sync();
    assertThat(bench.hub.queries().get(bench.hub.queries().size() - 1)).contains("slug");
    bench.assertEqual();
  }

  @Test
  void whatATokenMayNotNameIsAskedAgainAfterAMonth() {
    bench.hub.scopes("repo", false);
    bench.sync();

    bench.world.pass(31 * 24 * 3_600);
    bench.world.merge(pulls.get(0));
    bench.sync();
    assertThat(bench.hub.asked("/graphql")).hasSize(2);

    bench.world.pass(24 * 3_600);
    bench.world.merge(pulls.get(1));
    bench.sync();
    assertThat(bench.hub.asked("/graphql")).hasSize(1);
  }

  @Test
  void teamsThatGraphQlHidesStayAsRestHasToldThem() {
    bench.hub.hideTeams();

    assertThat(bench.sync().failure()).isEmpty();
    bench.assertEqual();

    bench.world.requestTeam(pulls.get(4), "docs");
    bench.world.merge(pulls.get(5));
    bench.world.pass(60);
    assertThat(bench.sync().failure()).isEmpty();
    bench.assertEqual();
  }

  @Test
  void noQueryOfATokenWithRepoAloneNamesAnythingElse() {
    bench.hub.scopes("repo", true);

    bench.sync(options -> options.reconcileNow());
    bench.world.issue();
    bench.world.deleteReviewComment(bench.world.reviewComment(pulls.get(0)));
    bench.sync(options -> options.reconcileNow());

    assertThat(bench.hub.queries()).isNotEmpty();
    assertThat(bench.hub.queries().stream().flatMap(q -> QueryFields.of(q).stream()).distinct())
        .isSubsetOf(NEEDS_NO_MORE_THAN_REPO);
    assertThat(bench.hub.asked("/graphql")).allMatch(Asked::charged);
  }

  /**
   * GitHub's GraphQL asks classic tokens for no scope beyond {@code repo} to name these. A field
   * that is not here is to be looked up before it is added: those of teams, organizations and
   * projects, and some of users, need more.
   */
  private static final List<String> NEEDS_NO_MORE_THAN_REPO =
      List.of(
          "RateLimit.cost",
          "RateLimit.remaining",
          "RateLimit.resetAt",
          "PageInfo.hasNextPage",
          "PageInfo.endCursor",
          "Repository.nameWithOwner",
          "Issue.number",
          "Issue.updatedAt",
          "IssueCommentConnection.totalCount",
          "PullRequest.number",
          "PullRequest.fullDatabaseId",
          "PullRequest.databaseId",
          "PullRequest.isDraft",
          "PullRequest.merged",
          "PullRequest.mergedAt",
          "PullRequest.updatedAt",
          "PullRequest.headRefName",
          "PullRequest.headRefOid",
          "PullRequest.baseRefName",
          "PullRequest.baseRefOid",
          "PullRequest.additions",
          "PullRequest.deletions",
          "PullRequest.changedFiles",
          "PullRequest.totalCommentsCount",
          "PullRequestCommitConnection.totalCount",
          "PullRequestReviewConnection.totalCount",
          "PullRequestReviewThreadConnection.totalCount",
          "PullRequestReviewCommentConnection.totalCount",
          "PullRequestReview.fullDatabaseId",
          "PullRequestReview.databaseId",
          "PullRequestReview.state",
          "PullRequestReview.body",
          "PullRequestReview.submittedAt",
          "Commit.oid",
          "RequestedReviewer.__typename",
          "Actor.__typename",
          "Actor.login",
          "User.login",
          "User.databaseId",
          "Bot.login",
          "Bot.databaseId",
          "Mannequin.login",
          "Mannequin.databaseId");

  // ------------------------------------------------------------------ raw

  @Test
  void rawIsTheSameWhicheverWayThePullRequestsWereRead() {
    bench.sync();
    String rows = "SELECT number, raw FROM pulls ORDER BY number";
    List<String> byGraphql = Rows.select(bench.db, rows);
    Bench other = bench.with(folder.resolve("other.db"));
    bench.hub.refuse("/graphql", 403, "Resource not accessible by integration");

    other.sync();

    assertThat(Rows.select(other.db, rows)).isEqualTo(byGraphql);
    assertThat(byGraphql).hasSize(8).noneMatch(row -> row.contains("additions"));
    other.close();
  }
}
