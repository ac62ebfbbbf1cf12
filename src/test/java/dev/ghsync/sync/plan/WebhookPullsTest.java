package dev.ghsync.sync.plan;

import static dev.ghsync.sync.plan.Mirror.LATER;
import static dev.ghsync.sync.plan.Mirror.NEW;
import static dev.ghsync.sync.plan.Mirror.OLD;
import static dev.ghsync.sync.plan.Shown.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event tells of a pull request, of a review, or of a comment on a diff. */
class WebhookPullsTest {
  @TempDir Path folder;
  private Mirror mirror;
  private SmallHub hub;

  @BeforeEach
  void syncOnce() {
    mirror = new Mirror(folder);
    hub = mirror.hub;
  }

  @AfterEach
  void close() {
    mirror.close();
  }

  @Test
  void aPullRequestComesWithItsDetailsAndReviewsInTwoRequests() {
    hub.shows("/issues/4", Shown.issueOfPull(4, "Mend all", NEW));
    hub.shows("/graphql", Shown.graphql(4, NEW, 72, "APPROVED"));

    SyncReport report = mirror.touched("pull-request-synchronize");

    assertThat(hub.asked()).containsExactly("", "/issues/4", "/graphql");
    assertThat(report.changes().get("reviews"))
        .isEqualTo(Map.of("created", List.of(72L), "deleted", List.of(71L)));
    assertThat(mirror.sql("SELECT updated_at FROM pulls")).isEqualTo(NEW);
    assertThat(mirror.sql("SELECT title FROM issues WHERE number = 4")).isEqualTo("Mend all");
  }

  @Test
  void reviewersThatGraphQlDoesNotNameComeByRest() {
    hub.shows("/issues/4", Shown.issueOfPull(4, "Mend all", NEW));
    hub.shows(
        "/graphql",
        Shown.graphql(4, NEW, 71, "APPROVED")
            .replace(
                "\"reviewRequests\":{\"nodes\":[]}",
                "\"reviewRequests\":{\"nodes\":[{\"requestedReviewer\":null}]}"));
    hub.shows(
        "/pulls/4",
        Shown.pull(4, "Mend all", NEW)
            .replaceFirst("\\{", "{\"requested_teams\":[{\"slug\":\"core\"}],"));

    mirror.touched("pull-request-synchronize");

    assertThat(hub.asked()).containsExactly("", "/issues/4", "/graphql", "/pulls/4");
    assertThat(mirror.sql("SELECT team FROM pull_reviewers")).isEqualTo("core");
    assertThat(mirror.sql("SELECT raw FROM pulls WHERE number = 4")).doesNotContain("additions");
  }

  @Test
  void aReviewIsAskedForWithItsPullRequestWhoseTimeItMoves() {
    hub.shows("/issues/4", Shown.issueOfPull(4, "Mend it", NEW));
    hub.shows("/graphql", Shown.graphql(4, NEW, 71, "DISMISSED"));

    SyncReport report = mirror.touched("pull-request-review-submitted");

    assertThat(hub.asked()).containsExactly("", "/issues/4", "/graphql");
    assertThat(report.requests().charged()).isEqualTo(2);
    assertThat(report.changes().get("reviews")).isEqualTo(Map.of("updated", List.of(71L)));
  }

  @Test
  void afterAReviewTheNextWholeRunNeedsNoDetails() {
    hub.shows(
        "/issues", list(Shown.issue(3, "It breaks", OLD, 2), Shown.issueOfPull(4, "Mend it", NEW)));
    hub.shows("/issues/4", Shown.issueOfPull(4, "Mend it", NEW));
    hub.shows("/pulls", list(Shown.pull(4, "Mend it", NEW)));
    hub.shows("/graphql", Shown.graphql(4, NEW, 71, "DISMISSED"));
    mirror.touched("pull-request-review-submitted");
    hub.asked();

    mirror.whole();

    assertThat(hub.asked()).doesNotContain("/graphql", "/pulls/4");
  }

  @Test
  void aReviewThatCannotBeHadNowIsDueInTheNextRun() {
    hub.shows("/issues/4", Shown.issueOfPull(4, "Mend it", OLD));
    hub.refuses("/graphql", 502);
    hub.refuses("/pulls/4", 502);
    assertThat(mirror.touched("pull-request-review-submitted").outcome())
        .isEqualTo(Outcome.PARTIAL);
    hub.shows("/graphql", Shown.graphql(4, OLD, 71, "DISMISSED"));

    mirror.whole();

    assertThat(mirror.sql("SELECT state FROM reviews")).isEqualTo("DISMISSED");
  }

  @Test
  void aNewPullRequestIsReadByRestWhichTellsAllOfIt() {
    forgetThePullRequest();
    hub.shows("/issues/4", Shown.issueOfPull(4, "Mend it", OLD));

    mirror.touched("pull-request-synchronize");

    assertThat(hub.asked()).containsExactly("", "/issues/4", "/pulls/4", "/pulls/4/reviews");
    assertThat(mirror.sql("SELECT id FROM issues WHERE is_pull = 1")).isEqualTo("1004");
    assertThat(mirror.sql("SELECT commits_count FROM pulls WHERE raw IS NOT NULL")).isEqualTo("4");
    assertThat(mirror.sql("SELECT state FROM reviews")).isEqualTo("APPROVED");
  }

  @Test
  void aNewPullRequestIsStoredAlsoWhereIssuesMayNotBeRead() {
    forgetThePullRequest();
    hub.refuses("/issues/4", 403);

    SyncReport report = mirror.touched("pull-request-synchronize");

    assertThat(report.failure()).isEmpty();
    assertThat(mirror.sql("SELECT title FROM issues WHERE is_pull = 1")).isEqualTo("Mend it");
    assertThat(report.counts().orElseThrow().openPulls()).isEqualTo(1);
  }

  private void forgetThePullRequest() {
    mirror.execute("DELETE FROM issues WHERE number = 4");
    mirror.execute("DELETE FROM pulls");
    mirror.execute("DELETE FROM reviews");
    hub.shows("/pulls/4", Shown.pull(4, "Mend it", OLD));
    hub.shows("/pulls/4/reviews", list(Shown.review(71, 4, "APPROVED")));
  }

  @Test
  void aDeletedReviewCommentIsMarkedAndItsPullRequestReadAgain() {
    hub.refuses("/pulls/comments/41", 404);
    hub.shows("/issues/4", Shown.issueOfPull(4, "Mend it", OLD));

    SyncReport report = mirror.touched("pull-request-review-comment-deleted");

    assertThat(hub.asked())
        .containsExactlyInAnyOrder("", "/pulls/comments/41", "/issues/4", "/graphql");
    assertThat(report.changes())
        .isEqualTo(Map.of("review-comments", Map.of("deleted", List.of(41L))));
  }

  @Test
  void aNewReviewCommentIsStored() {
    hub.shows("/pulls/comments/41", Shown.reviewComment(41, 4, "Why not?"));
    hub.shows("/issues/4", Shown.issueOfPull(4, "Mend it", OLD));

    mirror.touched("pull-request-review-comment-deleted");

    assertThat(mirror.sql("SELECT body FROM review_comments")).isEqualTo("Why not?");
  }

  @Test
  void aPhaseThatTheUserLeavesOutIsNotAskedFor() {
    Set<StreamName> withoutPulls = StreamName.allBut(StreamName.PULLS, StreamName.REVIEWS);
    hub.shows("/issues/4", Shown.issueOfPull(4, "Mend all", NEW));

    mirror.run(mirror.plan("pull-request-synchronize"), withoutPulls, LATER);

    assertThat(hub.asked()).containsExactly("", "/issues/4");
  }
}
