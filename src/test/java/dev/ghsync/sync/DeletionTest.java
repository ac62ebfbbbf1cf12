package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Latches;
import dev.ghsync.sync.fake.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is gone at GitHub is marked here, however little GitHub tells of it. */
class DeletionTest {
  @TempDir Path folder;
  private Bench bench;
  private long issue;
  private long pull;
  private long comment;
  private long reviewComment;

  @BeforeEach
  void aSmallSyncedWorld() {
    bench = Bench.in(folder);
    issue = bench.world.issue();
    pull = bench.world.pull();
    comment = bench.world.comment(issue);
    bench.world.comment(issue);
    bench.world.comment(pull);
    bench.world.review(pull, "APPROVED");
    reviewComment = bench.world.reviewComment(pull);
    bench.world.reviewComment(pull);
    bench.world.pass(3_600);
    bench.sync();
    bench.world.pass(3_600);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void assertDeleted(String table, String key, long value) {
    assertThat(bench.sql("SELECT deleted_at FROM %s WHERE %s = %d".formatted(table, key, value)))
        .isEqualTo(bench.world.now().toString());
  }

  // ------------------------------------------------------------------ comments

  @Test
  void aCommentDeletedBesideAnotherChangeOfItsIssueIsFoundAtOnce() {
    bench.world.deleteComment(comment);
    bench.world.editIssue(issue);
    SyncReport report = bench.sync();

    assertDeleted("issue_comments", "id", comment);
    assertThat(report.changes().get("comments")).containsEntry("deleted", List.of(comment));
    assertThat(bench.hub.asked("/issues/\\d+/comments.*")).hasSize(1);
    bench.assertEqual();
  }

  @Test
  void anIssueDeletedAfterItsCommentsWereReadAndBeforeItWasIsFoundAtOnce() {
    long other = bench.world.issue();
    long itsComment = bench.world.comment(other);
    CountDownLatch read = new CountDownLatch(1);
    bench.hub.after("/issues/comments.*", read::countDown);
    bench.hub.before(
        1,
        "/issues\\?.*",
        () -> {
          Latches.await(read, 10);
          bench.world.deleteIssue(other);
        });
    bench.sync();

    assertDeleted("issue_comments", "id", itsComment);
    bench.assertEqual();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCommentDeletedAloneIsFoundByTheCheckForDeletions(boolean graphql) {
    refuseGraphQlUnless(graphql);
    pushIssuesOffTheLastPage();
    bench.world.deleteComment(comment);
    assertThat(bench.sync().outcome()).isEqualTo(Outcome.UNCHANGED);

    bench.sync(Options::reconcileNow);
    assertDeleted("issue_comments", "id", comment);
    bench.assertEqual();
  }

  private void pushIssuesOffTheLastPage() {
    for (int i = 0; i < 120; i++) {
      bench.world.issue();
      bench.world.pass(60);
    }
    bench.sync();
  }

  @Test
  void aReviewCommentDeletedAloneIsFoundByTheCheckForDeletions() {
    bench.world.deleteReviewComment(reviewComment);
    bench.sync(Options::reconcileNow);

    assertDeleted("review_comments", "id", reviewComment);
    bench.assertEqual();
  }

  @Test
  void aPageOfCommentsThatSlidesWhileItIsReadBuriesNothingThatLives() {
    long second = bench.world.comment(issue);
    for (int i = 0; i < 150; i++) {
      bench.world.comment(issue);
    }
    bench.sync();
    bench.world.pass(60);
    bench.world.deleteComment(comment);
    bench.world.editIssue(issue);
    bench.hub.before(1, "/issues/\\d+/comments.*page=2", () -> bench.world.deleteComment(second));
    bench.sync();

    assertDeleted("issue_comments", "id", comment);
    assertDeleted("issue_comments", "id", second);
    assertThat(bench.sql("SELECT count(*) FROM issue_comments WHERE deleted_at IS NOT NULL"))
        .isEqualTo("2");
  }

  // ------------------------------------------------------------------ issues

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDeletedIssueTakesWhatBelongsToItAlong(boolean graphql) {
    refuseGraphQlUnless(graphql);
    bench.world.deleteIssue(issue);
    SyncReport report = bench.sync(Options::reconcileNow);

    assertDeleted("issues", "number", issue);
    assertThat(
            bench.sql(
                "SELECT DISTINCT deleted_at FROM issue_comments WHERE issue_number = " + issue))
        .isEqualTo(bench.world.now().toString());
    assertThat(report.changes().get("issues")).containsEntry("deleted", List.of(issue));
    assertThat(report.counts().orElseThrow())
        .extracting("openIssues", "comments")
        .containsExactly(0L, 1L);
    bench.assertEqual();
  }

  @Test
  void aTransferredIssueTellsWhereItIsNow() {
    String location = "https://api.github.com/repositories/2000/issues/7";
    bench.world.transferIssue(issue, location);
    bench.sync(Options::reconcileNow);

    assertDeleted("issues", "number", issue);
    assertThat(bench.sql("SELECT transferred_to FROM issues WHERE number = " + issue))
        .isEqualTo(location);
  }

  @Test
  void aCheckThatFindsNothingGoneCostsAQueryForEachHundredAndStoresNothing() {
    bench.sync(Options::reconcileNow);
    assertThat(bench.hub.asked("/graphql")).as("once, the threads are counted").hasSize(3);
    bench.world.pass(3_600);
    SyncReport report = bench.sync(Options::reconcileNow);

    assertThat(bench.hub.asked("/graphql")).hasSize(2);
    assertThat(bench.hub.asked("/issues/\\d+")).isEmpty();
    assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(
            bench.sql(
                "SELECT DISTINCT last_reconciled_at FROM streams WHERE name IN ('issues', 'comments', 'reviews')"))
        .isEqualTo(bench.world.now().toString());
  }

  @Test
  void aCheckIsDueOnlyWhenTheLastIsOldEnough() {
    bench.world.pass(3_600);
    bench.sync(options -> options.reconcile = Optional.of(Duration.ofHours(24)));
    assertThat(bench.hub.asked("/graphql")).isEmpty();

    bench.world.pass(24 * 3_600);
    bench.sync(options -> options.reconcile = Optional.of(Duration.ofHours(24)));
    assertThat(bench.hub.asked("/graphql")).isNotEmpty();
  }

  @Test
  void aRepositoryRenamedWhileItIsCheckedBuriesNothingThatLives() {
    pushIssuesOffTheLastPage();
    long other = issue + 5;
    bench.hub.before(
        1,
        "/graphql",
        () -> {
          bench.world.deleteIssue(issue);
          bench.world.editIssue(other);
          bench.world.rename("octo/other");
        });
    SyncReport report = bench.sync(Options::reconcileNow);

    assertThat(bench.hub.asked("/issues/" + other)).isNotEmpty();
    assertThat(report.changes().get("issues")).containsEntry("deleted", List.of(issue));
    bench.assertEqual();
  }

  @Test
  void aPullRequestThatChangedAfterItsIssueIsNotAskedForAtEachCheck() {
    bench.world.review(pull, "COMMENTED");
    bench.sync();
    bench.sync(Options::reconcileNow);

    assertThat(bench.hub.asked("/issues/\\d+")).isEmpty();
  }

  // ------------------------------------------------------------------ reviews

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reviewsOfAChangedPullRequestAreReplacedAsASet(boolean graphql) {
    refuseGraphQlUnless(graphql);
    long gone = bench.world.review(pull, "COMMENTED");
    long dismissed = bench.world.review(pull, "APPROVED");
    bench.sync();
    bench.world.pass(60);
    bench.world.deleteReview(gone);
    bench.world.dismissReview(dismissed);
    bench.sync();

    assertDeleted("reviews", "id", gone);
    assertThat(bench.sql("SELECT state FROM reviews WHERE id = " + dismissed))
        .isEqualTo("DISMISSED");
    bench.assertEqual();
  }

  private void refuseGraphQlUnless(boolean graphql) {
    if (!graphql) {
      bench.hub.refuse("/graphql", 403, "Resource not accessible by personal access token");
    }
  }
}
