package dev.ghsync.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.WebhookTarget.Kind;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.PullsStream;
import dev.ghsync.sync.stream.ReviewsStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event names a pull request, a review, or a comment on a diff. */
class WebhookPullsTest {
  @TempDir Path folder;
  private SyncedWorld synced;
  private String issuePath;
  private String pullPath;

  @BeforeEach
  void syncOnce() {
    synced = new SyncedWorld(folder);
    issuePath = "/issues/" + synced.pull;
    pullPath = "/pulls/" + synced.pull;
  }

  @AfterEach
  void close() {
    synced.close();
  }

  @Test
  void aPullRequestComesWithItsDetailsAndReviewsInTwoRequests() {
    synced.world.editIssue(synced.pull);
    synced.world.deleteReview(synced.review);
    long approval = synced.world.review(synced.pull, "APPROVED");

    SyncReport report = synced.event(Kind.PULL, synced.pull, 0);

    assertThat(synced.asked()).containsExactly("", issuePath, "/graphql");
    assertThat(report.changes().get("reviews"))
        .isEqualTo(Map.of("created", List.of(approval), "deleted", List.of(synced.review)));
    synced.bench.assertEqual();
  }

  @Test
  void reviewersThatGraphQlDoesNotNameComeByRest() {
    synced.hub.hideTeams();
    synced.world.requestTeam(synced.pull, "other");

    synced.event(Kind.PULL, synced.pull, 0);

    assertThat(synced.asked()).containsExactly("", issuePath, "/graphql", pullPath);
    assertThat(synced.sql("SELECT team FROM pull_reviewers")).isEqualTo("other");
    assertThat(synced.sql("SELECT raw FROM pulls")).doesNotContain("additions");
  }

  @Test
  void aReviewIsFetchedWithItsPullRequest() {
    synced.world.dismissReview(synced.review);

    SyncReport report = synced.event(Kind.REVIEW, synced.pull, synced.review);

    assertThat(synced.asked()).containsExactly("", issuePath, "/graphql");
    assertThat(report.changes().get("reviews"))
        .isEqualTo(Map.of("updated", List.of(synced.review)));
  }

  @Test
  void afterAReviewTheNextWholeRunNeedsNoDetails() {
    synced.world.dismissReview(synced.review);
    synced.event(Kind.REVIEW, synced.pull, synced.review);

    synced.sync();

    assertThat(synced.asked()).doesNotContain("/graphql", pullPath);
    synced.bench.assertEqual();
  }

  @Test
  void aReviewThatCannotBeReadNowIsDueInTheNextRun() {
    synced.world.dismissReview(synced.review);
    synced.hub.poison(synced.pull);
    assertThat(synced.event(Kind.REVIEW, synced.pull, synced.review).outcome())
        .isEqualTo(Outcome.PARTIAL);
    synced.hub.calmDown();

    synced.sync();

    assertThat(synced.sql("SELECT state FROM reviews WHERE id = " + synced.review))
        .isEqualTo("DISMISSED");
  }

  @Test
  void aNewPullRequestIsReadByRestWhichShowsAllOfIt() {
    long second = synced.world.pull();
    synced.world.review(second, "APPROVED");

    synced.event(Kind.PULL, second, 0);

    assertThat(synced.asked())
        .containsExactly(
            "", "/issues/" + second, "/pulls/" + second, "/pulls/" + second + "/reviews");
    synced.bench.assertEqual();
  }

  @Test
  void aNewPullRequestIsStoredAlsoWhereIssuesMayNotBeRead() {
    long second = synced.world.pull();
    synced.hub.forbid("/issues/.*", "issues=read");

    SyncReport report = synced.event(Kind.PULL, second, 0);

    assertThat(report.failure()).isEmpty();
    assertThat(synced.sql("SELECT title FROM issues WHERE number = " + second))
        .isEqualTo("t" + second);
    assertThat(report.counts().orElseThrow().openPulls()).isEqualTo(2);
  }

  @Test
  void aDeletedReviewCommentIsMarkedAndItsPullRequestReadAgain() {
    synced.world.deleteReviewComment(synced.reviewComment);

    SyncReport report = synced.event(Kind.REVIEW_COMMENT, synced.pull, synced.reviewComment);

    assertThat(synced.asked())
        .containsExactlyInAnyOrder(
            "", "/pulls/comments/" + synced.reviewComment, issuePath, "/graphql");
    assertThat(report.changes())
        .isEqualTo(Map.of("review-comments", Map.of("deleted", List.of(synced.reviewComment))));
  }

  @Test
  void anEditedReviewCommentIsStored() {
    synced.world.editReviewComment(synced.reviewComment);

    synced.event(Kind.REVIEW_COMMENT, synced.pull, synced.reviewComment);

    synced.bench.assertEqual();
  }

  @Test
  void aReviewCommentThatIsNotStoredYetIsStored() {
    Rows.execute(synced.bench.db, "DELETE FROM review_comments");

    synced.event(Kind.REVIEW_COMMENT, synced.pull, synced.reviewComment);

    synced.bench.assertEqual();
  }

  @Test
  void aPhaseThatTheUserLeavesOutIsNotRun() {
    synced.world.editIssue(synced.pull);

    synced.event(
        synced.target(Kind.PULL, synced.pull, 0),
        options -> options.skip(PullsStream.NAME, ReviewsStream.NAME));

    assertThat(synced.asked()).containsExactly("", issuePath);
  }
}
