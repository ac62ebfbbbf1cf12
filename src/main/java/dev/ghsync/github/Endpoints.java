package dev.ghsync.github;

import dev.ghsync.model.AnnotatedTag;
import dev.ghsync.model.Commit;
import dev.ghsync.model.CommitComment;
import dev.ghsync.model.Issue;
import dev.ghsync.model.IssueComment;
import dev.ghsync.model.IssueEvent;
import dev.ghsync.model.Label;
import dev.ghsync.model.Milestone;
import dev.ghsync.model.ObjectId;
import dev.ghsync.model.Pull;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.Ref;
import dev.ghsync.model.Release;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Repository;
import dev.ghsync.model.Review;
import dev.ghsync.model.ReviewComment;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All endpoints that ghsync asks, for one API and one repository. */
public final class Endpoints {
  private static final String JSON = "application/vnd.github+json";

  private final String api;
  private final String repo;

  /**
   * Of one repository.
   *
   * @param apiUrl like {@code https://api.github.com} or {@code https://HOST/api/v3}
   */
  public Endpoints(URI apiUrl, RepoName repo) {
    this.api = apiUrl.toString().replaceFirst("/+$", "");
    this.repo = api + "/repos/" + repo;
  }

  public Endpoint<Repository> repository() {
    return unread(repo);
  }

  public Endpoint<List<Ref>> refs(String namespace) {
    return unread(repo + "/git/matching-refs/" + namespace);
  }

  public Endpoint<List<Commit>> commits(ObjectId start) {
    return unread(repo + "/commits?sha=" + start + "&per_page=100");
  }

  public Endpoint<TreeListing> tree(ObjectId id, boolean recursive) {
    return unread(repo + "/git/trees/" + id + (recursive ? "?recursive=1" : ""));
  }

  public Endpoint<RawBlob> blob(ObjectId id, long maxBytes) {
    return unread(repo + "/git/blobs/" + id);
  }

  public Endpoint<AnnotatedTag> tag(ObjectId id) {
    return unread(repo + "/git/tags/" + id);
  }

  public Endpoint<List<Label>> labels() {
    return unread(repo + "/labels?per_page=100");
  }

  public Endpoint<List<Milestone>> milestones() {
    return unread(repo + "/milestones?state=all&per_page=100");
  }

  public Endpoint<List<Issue>> issues(Optional<Instant> since) {
    return unread(repo + "/issues?state=all&sort=updated&direction=asc&per_page=100");
  }

  public Endpoint<Issue> issue(long number) {
    return unread(repo + "/issues/" + number);
  }

  public Endpoint<List<IssueComment>> comments(Optional<Instant> since) {
    return unread(repo + "/issues/comments?sort=updated&direction=asc&per_page=100");
  }

  public Endpoint<List<IssueComment>> commentsOf(long issueNumber) {
    return unread(repo + "/issues/" + issueNumber + "/comments?per_page=100");
  }

  public Endpoint<IssueComment> comment(long id) {
    return unread(repo + "/issues/comments/" + id);
  }

  public Endpoint<List<Pull>> pulls() {
    return unread(repo + "/pulls?state=all&sort=updated&direction=desc&per_page=100");
  }

  public Endpoint<PullDetail> pull(long number) {
    return unread(repo + "/pulls/" + number);
  }

  public Endpoint<List<PullDetail>> pullsAsIssues() {
    return unread(repo + "/pulls?state=all&sort=updated&direction=desc&per_page=100");
  }

  public Endpoint<List<Review>> reviews(long pullNumber) {
    return unread(repo + "/pulls/" + pullNumber + "/reviews?per_page=100");
  }

  public Endpoint<List<ReviewComment>> reviewComments(Optional<Instant> since) {
    return unread(repo + "/pulls/comments?sort=updated&direction=asc&per_page=100");
  }

  public Endpoint<List<ReviewComment>> reviewCommentsOf(long pullNumber) {
    return unread(repo + "/pulls/" + pullNumber + "/comments?per_page=100");
  }

  public Endpoint<ReviewComment> reviewComment(long id) {
    return unread(repo + "/pulls/comments/" + id);
  }

  public Endpoint<List<CommitComment>> commitComments() {
    return unread(repo + "/comments?per_page=100");
  }

  public Endpoint<CommitComment> commitComment(long id) {
    return unread(repo + "/comments/" + id);
  }

  public Endpoint<List<Release>> releases() {
    return unread(repo + "/releases?per_page=100");
  }

  public Endpoint<Release> release(long id) {
    return unread(repo + "/releases/" + id);
  }

  public Endpoint<List<IssueEvent>> events() {
    return unread(repo + "/issues/events?per_page=100");
  }

  public Endpoint<TokenOwner> user() {
    return unread(api + "/user");
  }

  public Endpoint<RateLimit> rateLimit() {
    return unread(api + "/rate_limit");
  }

  private static <T> Endpoint<T> unread(String url) {
    return new Endpoint<>(
        url,
        JSON,
        body -> {
          throw new BadBody("is not read yet");
        },
        Set.of());
  }
}
