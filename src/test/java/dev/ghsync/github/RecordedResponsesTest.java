package dev.ghsync.github;

import static dev.ghsync.github.FakeHub.failure;
import static dev.ghsync.github.FakeHub.fetched;
import static dev.ghsync.github.FakeHub.fresh;
import static dev.ghsync.github.FakeHub.json;
import static dev.ghsync.github.FakeHub.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.github.json.PullDetail;
import dev.ghsync.github.json.TreeListing;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.Ref;
import dev.ghsync.model.item.CommitComment;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.model.item.IssueEvent;
import dev.ghsync.model.item.Label;
import dev.ghsync.model.item.Milestone;
import dev.ghsync.model.item.Pull;
import dev.ghsync.model.item.Release;
import dev.ghsync.model.item.Repository;
import dev.ghsync.model.item.Review;
import dev.ghsync.model.item.ReviewComment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Real responses of GitHub from 2019 to 2026; their sources are noted beside them. */
class RecordedResponsesTest {
  private static final ObjectId ID = new ObjectId("a12243f2fc5b8c2ba47dd677d0b0c7583539584d");

  private final FakeHub hub = new FakeHub();
  private final Endpoints endpoints = hub.endpoints();

  @AfterEach
  void close() {
    hub.close();
  }

  static Stream<Arguments> lists() {
    Endpoints at = new Endpoints(URI.create("http://unused"), FakeHub.REPO);
    Endpoint<List<Issue>> issues = at.issues(Optional.empty());
    return Stream.of(
        Arguments.of("git-matching-refs/200-heads-handmade", at.refs("heads"), 10),
        Arguments.of("commits/200-one", at.commits(ID), 1),
        Arguments.of("commits/200-author-null-since-until", at.commits(ID), 14),
        Arguments.of("issues/200-page1", issues, 30),
        Arguments.of("issues/200-last-page", issues, 6),
        Arguments.of("issues/200-state-all", issues, 8),
        Arguments.of("issue-comments/200-empty", at.commentsOf(15), 0),
        Arguments.of("issue-comments/200-two", at.commentsOf(15), 2),
        Arguments.of("issue-comments/200-since-equal-included", at.commentsOf(15), 1),
        Arguments.of("issue-comments/200-since-1s-later-empty", at.commentsOf(15), 0),
        Arguments.of("issue-events/200-repo-last-page", at.events(), 30),
        Arguments.of("pulls/200-two-open", at.pulls(), 2),
        Arguments.of("pulls/200-two-open", at.pullsAsIssues(), 2),
        Arguments.of("pulls/200-fork-head-2022", at.pulls(), 1),
        Arguments.of("reviews/200-pending", at.reviews(482), 1),
        Arguments.of("reviews/200-user-null", at.reviews(1), 1),
        Arguments.of("review-comments/200-before-edit", at.reviewCommentsOf(484), 3),
        Arguments.of("review-comments/200-after-edit", at.reviewCommentsOf(484), 4),
        Arguments.of("review-comments/200-after-delete", at.reviewCommentsOf(484), 3),
        Arguments.of("labels/200-list", at.labels(), 7),
        Arguments.of("milestones/200-2026-due-on-asc", at.milestones(), 3),
        Arguments.of("releases/200-empty", at.releases(), 0),
        Arguments.of("releases/200-one", at.releases(), 1),
        Arguments.of("commit-comments/200-repo-page1", at.commitComments(), 30));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lists")
  void everyRecordedListIsRead(String name, Endpoint<List<?>> endpoint, int items) {
    assertThat(read(name, endpoint)).hasSize(items);
  }

  static Stream<Arguments> items() {
    Endpoints at = new Endpoints(URI.create("http://unused"), FakeHub.REPO);
    return Stream.of(
        Arguments.of("repo/200-2026-public-org", at.repository()),
        Arguments.of("repo/200-2026-token-expiry", at.repository()),
        Arguments.of("repo/200-by-numeric-id", at.repository()),
        Arguments.of("repo/200-app-installation-viewer", at.repository()),
        Arguments.of("git-tree/200-recursive-small", at.tree(ID, true)),
        Arguments.of("git-tree/200-recursive-large", at.tree(ID, true)),
        Arguments.of("issue/200-before-close", at.issue(18)),
        Arguments.of("issue/200-after-close-not-planned", at.issue(18)),
        Arguments.of("issue/200-milestone-set", at.issue(368)),
        Arguments.of("issue/200-milestone-unset", at.issue(368)),
        Arguments.of("pull/200-2026", at.pull(486)),
        Arguments.of("pull/200-etag-a", at.pull(309)),
        Arguments.of("pull/200-etag-b", at.pull(309)),
        Arguments.of("pull/200-etag-c-mergeable", at.pull(309)),
        Arguments.of("pull/200-ghost-author", at.pull(2)),
        Arguments.of("review-comments/200-single-2026", at.reviewComment(1641771497)),
        Arguments.of("rate-limit/200-2020", at.rateLimit()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("items")
  void everyRecordedItemIsRead(String name, Endpoint<?> endpoint) {
    assertThat((Object) read(name, endpoint)).isNotNull();
  }

  @Test
  void aRepositoryIsReadWhole() {
    Repository repository = read("repo/200-2026-public-org", endpoints.repository());

    assertThat(repository.githubId()).isEqualTo(206888201);
    assertThat(repository.fullName()).hasToString("hub4j-test-org/github-api");
    assertThat(repository.defaultBranch()).isEqualTo("main");
    assertThat(repository.license()).isEqualTo("MIT");
    assertThat(repository.visibility()).isEqualTo("public");
    assertThat(repository.hasIssues()).isTrue();
    assertThat(repository.openIssuesCount()).isEqualTo(2);
    assertThat(repository.size()).isEqualTo(18977);
    assertThat(repository.pushedAt()).isEqualTo("2024-06-16T10:20:03Z");
    assertThat(repository.htmlUrl()).isEqualTo("https://github.com/hub4j-test-org/github-api");
  }

  @Test
  void onlyRefsOfTheNamespaceItselfAreTaken() {
    List<Ref> refs = read("git-matching-refs/200-heads-handmade", endpoints.refs("heads"));

    assertThat(refs).allMatch(Ref::isBranch);
    assertThat(read("git-matching-refs/200-heads-handmade", endpoints.refs("tags"))).isEmpty();
  }

  @Test
  void aCommitHasGitsOwnAuthorAndNoZone() {
    Commit commit = read("commits/200-author-null-since-until", endpoints.commits(ID)).get(0);

    assertThat(commit.id()).hasToString("a5259970acaec9813e2a12a91f37dfc7871a5ef5");
    assertThat(commit.parents())
        .containsExactly(new ObjectId("c8be303540aafdcfa09750c22eaa5a86cb2d68e7"));
    assertThat(commit.author().name()).isEqualTo(GitText.of("kohsuke"));
    assertThat(commit.author().at()).isEqualTo("2008-01-13T05:04:44Z");
    assertThat(commit.author().zone()).isNull();
  }

  @Test
  void aTreeIsListedWithModesAndSizes() {
    TreeListing tree = read("git-tree/200-recursive-small", endpoints.tree(ID, true));

    assertThat(tree.id()).hasToString("172349212fb19ffa4f33dcced3263c6963dc750a");
    assertThat(tree.truncated()).isFalse();
    assertThat(tree.items())
        .containsExactly(
            new TreeListing.Item(
                "README.md",
                0100644,
                new ObjectId("958337fe1f522a58e5e7098cc61a2917db1c9643"),
                OptionalLong.of(19)));
    assertThat(read("git-tree/200-recursive-large", endpoints.tree(ID, true)).items())
        .hasSize(2179);
  }

  @Test
  void aClosedIssueSaysWhy() {
    Issue issue = read("issue/200-after-close-not-planned", endpoints.issue(18));

    assertThat(issue.state()).isEqualTo("closed");
    assertThat(issue.stateReason()).isEqualTo("not_planned");
    assertThat(issue.isPull()).isFalse();
  }

  @Test
  void pullRequestsAmongIssuesAreKnown() {
    List<Issue> issues = read("issues/200-page1", endpoints.issues(Optional.empty()));

    assertThat(issues).anyMatch(Issue::isPull).anyMatch(issue -> !issue.isPull());
    assertThat(issues).noneMatch(issue -> issue.raw().contains("\"html_url\":"));
  }

  @Test
  void aPullRequestIsReadAsItselfAndAsItsIssue() {
    PullDetail detail = read("pull/200-2026", endpoints.pull(486));

    Pull pull = detail.pull();
    assertThat(pull.id()).isEqualTo(3207704845L);
    assertThat(pull.headRepo()).isEqualTo("hub4j-test-org/github-api");
    assertThat(pull.headRef()).isEqualTo("test/stable");
    assertThat(pull.stats()).isEqualTo(new Pull.Stats(3, 2, 2, 3));
    assertThat(pull.reviewers()).isEmpty();
    assertThat(pull.merged()).isFalse();
    Issue issue = detail.issue();
    assertThat(issue.number()).isEqualTo(486);
    assertThat(issue.id()).isZero();
    assertThat(issue.isPull()).isTrue();
    assertThat(Objects.requireNonNull(issue.user()).login()).isEqualTo("Anonycoders");
    assertThat(pull.raw()).doesNotContain("pushed_at", "_links", "node_id");
  }

  @Test
  void aListDoesNotTellTheNumbersOfAPullRequest() {
    assertThat(read("pulls/200-two-open", endpoints.pulls()))
        .allMatch(pull -> pull.stats() == null && pull.reviewers() != null);
  }

  @Test
  void aReviewMayHaveNoAuthorOrNoDate() {
    Review ofNobody = read("reviews/200-user-null", endpoints.reviews(1)).get(0);
    Review pending = read("reviews/200-pending", endpoints.reviews(482)).get(0);

    assertThat(ofNobody.user()).isNull();
    assertThat(ofNobody.pullNumber()).isEqualTo(1);
    assertThat(pending.state()).isEqualTo("PENDING");
    assertThat(pending.submittedAt()).isNull();
  }

  @Test
  void aReviewCommentKnowsItsPullRequestAndItsReview() {
    ReviewComment comment =
        read("review-comments/200-single-2026", endpoints.reviewComment(1641771497));

    assertThat(comment.pullNumber()).isEqualTo(482);
    assertThat(comment.reviewId()).isEqualTo(2121304234L);
    assertThat(comment.inReplyToId()).isNull();
    assertThat(comment.line()).isEqualTo(1);
  }

  @Test
  void commentsAndEventsKnowTheirIssue() {
    List<IssueComment> comments = read("issue-comments/200-two", endpoints.commentsOf(15));
    IssueEvent event = read("issue-events/200-repo-last-page", endpoints.events()).get(0);

    assertThat(comments).extracting(IssueComment::issueNumber).containsOnly(15L);
    assertThat(event.issueNumber()).isEqualTo(22);
    assertThat(event.event()).isEqualTo("closed");
    assertThat(event.raw()).doesNotContain("title");
  }

  @Test
  void theRestIsReadWithItsDates() {
    Milestone milestone = read("milestones/200-2026-due-on-asc", endpoints.milestones()).get(0);
    Release release = read("releases/200-one", endpoints.releases()).get(0);
    CommitComment comment =
        read("commit-comments/200-repo-page1", endpoints.commitComments()).get(0);
    List<Label> labels = read("labels/200-list", endpoints.labels());

    assertThat(milestone.dueOn()).isEqualTo("2021-09-16T00:00:00Z");
    assertThat(release.tagName()).isEqualTo("release_tag");
    assertThat(comment.commitSha()).isEqualTo("c06f6e459cd934a3335ffe433e0bb558a6d78cac");
    assertThat(comment.line()).isNull();
    assertThat(labels).allMatch(label -> Objects.requireNonNull(label.color()).length() == 6);
  }

  @Test
  void aBlobComesAsItsBytes() {
    hub.answer(
        status(200)
            .addHeader("Content-Type", "text/plain; charset=iso-8859-1")
            .body(new Buffer().write(recorded("git-blob/200-raw.txt"))));

    Blob blob =
        fresh(hub.connect().fetch(endpoints.blob(ID, 10_000, bytes -> {}), Optional.empty()))
            .value();

    assertThat(blob.content()).isEqualTo(recorded("git-blob/200-raw.txt"));
    assertThat(blob.size()).isEqualTo(1104);
  }

  @ParameterizedTest
  @CsvSource({
    "403, errors/403-must-have-push-access, Forbidden[missing=Must have push access to repository]",
    "404, errors/404-2024-status-string, 'NotAvailable[status=404, message=Not Found'",
    "422, errors/422-bad-if-modified-since, 'NotAvailable[status=422, message='"
  })
  void recordedRefusalsAreAnswers(int status, String name, String answer) {
    hub.answer(json(status, text(name)));

    assertThat(fetched(hub.connect().fetch(endpoints.labels(), Optional.empty())).toString())
        .startsWith(answer);
  }

  @Test
  void recordedErrorsAreFailures() {
    String unicorn = new String(recorded("errors/503-unicorn-html.html"), StandardCharsets.UTF_8);
    for (int i = 0; i < 4; i++) {
      hub.answer(status(503).addHeader("Content-Type", "text/html").body(unicorn));
    }
    hub.answer(json(401, text("rate-limit/401-bad-credentials")));
    GitHub github = hub.connect();

    assertThat(failure(github.fetch(endpoints.repository(), Optional.empty())).code())
        .isEqualTo(FailureCode.SERVER_ERROR);
    assertThat(failure(github.fetch(endpoints.labels(), Optional.empty())).code())
        .isEqualTo(FailureCode.BAD_CREDENTIALS);
  }

  @Test
  void aRecordedRenameIsFollowed() {
    String moved = text("repo/301-renamed");
    String place = hub.url("/repositories/40763577");
    hub.answer(json(301, moved).addHeader("Location", place));
    hub.answer(json(text("repo/200-by-numeric-id")));

    Repository repository =
        fresh(hub.connect().fetch(endpoints.repository(), Optional.empty())).value();

    assertThat(repository.githubId()).isEqualTo(40763577);
  }

  private <T> T read(String name, Endpoint<T> endpoint) {
    hub.answer(json(text(name)));
    return fresh(hub.connect().fetch(endpoint.at(hub.url("/recorded")), Optional.empty())).value();
  }

  private static String text(String name) {
    return new String(recorded(name + ".json"), StandardCharsets.UTF_8);
  }

  private static byte[] recorded(String file) {
    try (InputStream in =
        RecordedResponsesTest.class.getResourceAsStream("/github/recorded/" + file)) {
      return Objects.requireNonNull(in, file).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
