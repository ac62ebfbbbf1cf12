package dev.ghsync.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.RepoName;
import dev.ghsync.model.git.ObjectId;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private static final String REPO = "https://api.github.com/repos/octo/hello";
  private static final ObjectId ID = new ObjectId("0123456789012345678901234567890123456789");

  private final Endpoints endpoints =
      new Endpoints(URI.create("https://api.github.com"), new RepoName("octo", "hello"));

  @Test
  void listsRequestAHundredItemsOfEveryState() {
    assertThat(endpoints.labels().url()).isEqualTo(REPO + "/labels?per_page=100");
    assertThat(endpoints.milestones().url()).isEqualTo(REPO + "/milestones?state=all&per_page=100");
    assertThat(endpoints.pulls().url())
        .isEqualTo(REPO + "/pulls?state=all&sort=updated&direction=desc&per_page=100");
    assertThat(endpoints.pullsAsIssues().url()).isEqualTo(endpoints.pulls().url());
    assertThat(endpoints.releases().url()).isEqualTo(REPO + "/releases?per_page=100");
    assertThat(endpoints.events().url()).isEqualTo(REPO + "/issues/events?per_page=100");
    assertThat(endpoints.commitComments().url()).isEqualTo(REPO + "/comments?per_page=100");
    assertThat(endpoints.commits(ID).url())
        .isEqualTo(REPO + "/commits?sha=" + ID + "&per_page=100");
  }

  @Test
  void listsByUpdateAreAscendingAndBeginAtAWholeSecond() {
    Optional<Instant> since = Optional.of(Instant.parse("2026-01-05T12:00:00.750Z"));

    assertThat(endpoints.issues(Optional.empty()).url())
        .isEqualTo(REPO + "/issues?state=all&sort=updated&direction=asc&per_page=100");
    assertThat(endpoints.issues(since).url()).endsWith("&per_page=100&since=2026-01-05T12:00:00Z");
    assertThat(endpoints.comments(since).url())
        .isEqualTo(
            REPO
                + "/issues/comments?sort=updated&direction=asc&per_page=100"
                + "&since=2026-01-05T12:00:00Z");
    assertThat(endpoints.reviewComments(since).url())
        .isEqualTo(
            REPO
                + "/pulls/comments?sort=updated&direction=asc&per_page=100"
                + "&since=2026-01-05T12:00:00Z");
  }

  @Test
  void itemsAreAddressedByNumberOrId() {
    assertThat(endpoints.issue(7).url()).isEqualTo(REPO + "/issues/7");
    assertThat(endpoints.commentsOf(7).url()).isEqualTo(REPO + "/issues/7/comments?per_page=100");
    assertThat(endpoints.comment(9).url()).isEqualTo(REPO + "/issues/comments/9");
    assertThat(endpoints.pull(7).url()).isEqualTo(REPO + "/pulls/7");
    assertThat(endpoints.reviews(7).url()).isEqualTo(REPO + "/pulls/7/reviews?per_page=100");
    assertThat(endpoints.reviewCommentsOf(7).url())
        .isEqualTo(REPO + "/pulls/7/comments?per_page=100");
    assertThat(endpoints.reviewComment(9).url()).isEqualTo(REPO + "/pulls/comments/9");
    assertThat(endpoints.commitComment(9).url()).isEqualTo(REPO + "/comments/9");
    assertThat(endpoints.release(9).url()).isEqualTo(REPO + "/releases/9");
  }

  @Test
  void gitObjectsAreAddressedByIdAndBlobsRequestedRaw() {
    assertThat(endpoints.refs("heads").url()).isEqualTo(REPO + "/git/matching-refs/heads");
    assertThat(endpoints.tree(ID, false).url()).isEqualTo(REPO + "/git/trees/" + ID);
    assertThat(endpoints.tree(ID, true).url())
        .isEqualTo(REPO + "/git/trees/" + ID + "?recursive=1");
    assertThat(endpoints.tag(ID).url()).isEqualTo(REPO + "/git/tags/" + ID);
    assertThat(endpoints.blob(ID, 10, bytes -> {}).url()).isEqualTo(REPO + "/git/blobs/" + ID);
    assertThat(endpoints.blob(ID, 10, bytes -> {}).accept())
        .isEqualTo("application/vnd.github.raw+json");
    assertThat(endpoints.tag(ID).accept()).isEqualTo("application/vnd.github+json");
  }

  @Test
  void anEnterpriseServerKeepsItsBasePath() {
    Endpoints enterprise =
        new Endpoints(URI.create("https://git.example.org/api/v3/"), new RepoName("o", "r"));

    assertThat(enterprise.repository().url()).isEqualTo("https://git.example.org/api/v3/repos/o/r");
    assertThat(enterprise.knownAs(5).repository().url()).isEqualTo(enterprise.repository().url());
    assertThat(enterprise.rateLimit().url()).isEqualTo("https://git.example.org/api/v3/rate_limit");
  }
}
