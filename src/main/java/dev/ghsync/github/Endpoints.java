package dev.ghsync.github;

import dev.ghsync.github.Endpoint.Trait;
import dev.ghsync.github.json.AccountReader;
import dev.ghsync.github.json.BodyReader;
import dev.ghsync.github.json.GitReader;
import dev.ghsync.github.json.IssueReader;
import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.JsonBody;
import dev.ghsync.github.json.PullDetail;
import dev.ghsync.github.json.PullReader;
import dev.ghsync.github.json.RepositoryReader;
import dev.ghsync.github.json.ResponseLimits;
import dev.ghsync.github.json.TokenOwner;
import dev.ghsync.github.json.TreeListing;
import dev.ghsync.github.json.TreeReader;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.Ref;
import dev.ghsync.model.item.CommitComment;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.model.item.IssueEvent;
import dev.ghsync.model.item.Label;
import dev.ghsync.model.item.Milestone;
import dev.ghsync.model.item.Pull;
import dev.ghsync.model.item.PullContent;
import dev.ghsync.model.item.Reacted;
import dev.ghsync.model.item.Reaction;
import dev.ghsync.model.item.Release;
import dev.ghsync.model.item.Repository;
import dev.ghsync.model.item.Review;
import dev.ghsync.model.item.ReviewComment;
import dev.ghsync.model.item.Stargazer;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * All REST endpoints that ghsync uses, for one API and one repository. Lists have 100 items a page;
 * of several items with the same id on one page the last counts.
 */
public final class Endpoints {
  static final String JSON = "application/vnd.github+json";
  private static final String STARS = "application/vnd.github.star+json";
  private static final String RAW = "application/vnd.github.raw+json";
  private static final String PULLS = "/pulls?state=all&sort=updated&direction=desc&per_page=100";

  /** The field that identifies an item, in messages. */
  private static final String ID = "id";

  private static final String NUMBER = "number";

  private final String api;
  private final String repo;
  private final OptionalLong repoId;

  /**
   * Endpoints of one repository.
   *
   * @param apiUrl like {@code https://api.github.com} or {@code https://HOST/api/v3}
   */
  public Endpoints(URI apiUrl, RepoName repo) {
    this(ApiUrls.base(apiUrl), repo.toString(), OptionalLong.empty());
  }

  private Endpoints(String api, String name, OptionalLong repoId) {
    this.api = api;
    this.repo = api + "/repos/" + name;
    this.repoId = repoId;
  }

  /**
   * Returns the same endpoints with GitHub's id of the repository. The id distinguishes a redirect
   * that follows a rename of the repository from one of an item that moved to another repository.
   * Without it every redirect of an item means that the item has moved.
   */
  public Endpoints knownAs(long githubId) {
    String name = repo.substring((api + "/repos/").length());
    return new Endpoints(api, name, OptionalLong.of(githubId));
  }

  public Endpoint<Repository> repository() {
    return one(repo, RepositoryReader::repository, Set.of());
  }

  /**
   * Branches or tags, all in one response.
   *
   * @param namespace {@code heads} or {@code tags}
   */
  public Endpoint<List<Ref>> refs(String namespace) {
    BodyReader<List<Ref>> all =
        JsonBody.list(ResponseLimits.REFS, GitReader::ref, Ref::name, "ref");
    String prefix = "refs/" + namespace + "/"; // GitHub matches heads also with headsomething/x
    return endpoint(
        "/git/matching-refs/" + namespace,
        body -> all.read(body).stream().filter(ref -> ref.name().startsWith(prefix)).toList());
  }

  /** The history from {@code start} back; times have no zones. */
  public Endpoint<List<Commit>> commits(ObjectId start) {
    return list("/commits?sha=" + start + "&per_page=100", GitReader::commit, Commit::id, "sha");
  }

  /** The newest tree of the default branch, with all below it. */
  public Endpoint<TreeListing> headTree() {
    return endpoint("/git/trees/HEAD?recursive=1", TreeReader.reader());
  }

  public Endpoint<TreeListing> tree(ObjectId id, boolean recursive) {
    // any value of the parameter, even 0, means recursive
    return endpoint("/git/trees/" + id + (recursive ? "?recursive=1" : ""), TreeReader.reader());
  }

  /**
   * A blob's bytes.
   *
   * @param maxBytes the content of a larger blob is not read
   * @param beforeLarge receives the number of bytes before a large content is read into memory; it
   *     may wait until there is room
   */
  public Endpoint<Blob> blob(ObjectId id, long maxBytes, LongConsumer beforeLarge) {
    return new Endpoint<>(
        repo + "/git/blobs/" + id,
        RAW,
        GitReader.blob(id, maxBytes, beforeLarge),
        Set.of(),
        repoId);
  }

  public Endpoint<AnnotatedTag> tag(ObjectId id) {
    return one(repo + "/git/tags/" + id, GitReader::tag, Set.of());
  }

  public Endpoint<List<Label>> labels() {
    return list("/labels?per_page=100", IssueReader::label, Label::id, ID);
  }

  public Endpoint<List<Milestone>> milestones() {
    return list("/milestones?state=all&per_page=100", IssueReader::milestone, Milestone::id, ID);
  }

  /** Issues and pull requests by update, the oldest first. */
  public Endpoint<List<Issue>> issues(Optional<Instant> since) {
    return list("/issues?state=all&" + byUpdate(since), IssueReader::issue, Issue::number, NUMBER);
  }

  public Endpoint<Issue> issue(long number) {
    return item("/issues/" + number, IssueReader::issue);
  }

  /** The comments on all issues and pull requests by update, the oldest first. */
  public Endpoint<List<IssueComment>> comments(Optional<Instant> since) {
    return list("/issues/comments?" + byUpdate(since), IssueReader::comment, IssueComment::id, ID);
  }

  public Endpoint<List<IssueComment>> commentsOf(long issueNumber) {
    return itemList(
        "/issues/" + issueNumber + "/comments?per_page=100",
        IssueReader::comment,
        IssueComment::id,
        ID);
  }

  public Endpoint<IssueComment> comment(long id) {
    return item("/issues/comments/" + id, IssueReader::comment);
  }

  /** Pull requests by update, the newest first, without {@code stats} and {@code mergedBy}. */
  public Endpoint<List<Pull>> pulls() {
    return list(PULLS, PullReader::pull, Pull::number, NUMBER);
  }

  public Endpoint<PullDetail> pull(long number) {
    return item("/pulls/" + number, PullReader::detail);
  }

  /** {@link #pulls} with the issue parts, for tokens that may read pull requests but no issues. */
  public Endpoint<List<PullDetail>> pullsAsIssues() {
    return list(PULLS, PullReader::detail, detail -> detail.pull().number(), NUMBER);
  }

  public Endpoint<List<Review>> reviews(long pullNumber) {
    return itemList(
        "/pulls/" + pullNumber + "/reviews?per_page=100", PullReader::review, Review::id, ID);
  }

  /** The commits of a pull request, oldest first; GitHub shows at most 250. */
  public Endpoint<List<String>> pullCommits(long pullNumber) {
    return itemList(
        "/pulls/" + pullNumber + "/commits?per_page=100", PullReader::commit, sha -> sha, "sha");
  }

  /** The files that a pull request changes; GitHub shows at most 3,000. */
  public Endpoint<List<PullContent.ChangedFile>> pullFiles(long pullNumber) {
    return itemList(
        "/pulls/" + pullNumber + "/files?per_page=100",
        PullReader::file,
        PullContent.ChangedFile::path,
        "filename");
  }

  /** The comments on all diffs by update, the oldest first. */
  public Endpoint<List<ReviewComment>> reviewComments(Optional<Instant> since) {
    return list("/pulls/comments?" + byUpdate(since), PullReader::comment, ReviewComment::id, ID);
  }

  public Endpoint<List<ReviewComment>> reviewCommentsOf(long pullNumber) {
    return itemList(
        "/pulls/" + pullNumber + "/comments?per_page=100",
        PullReader::comment,
        ReviewComment::id,
        ID);
  }

  public Endpoint<ReviewComment> reviewComment(long id) {
    return item("/pulls/comments/" + id, PullReader::comment);
  }

  public Endpoint<List<CommitComment>> commitComments() {
    return list("/comments?per_page=100", RepositoryReader::commitComment, CommitComment::id, ID);
  }

  public Endpoint<CommitComment> commitComment(long id) {
    return item("/comments/" + id, RepositoryReader::commitComment);
  }

  public Endpoint<List<Release>> releases() {
    return list(
        "/releases?per_page=100",
        JsonBody.list(ResponseLimits.RELEASES, RepositoryReader::release, Release::id, ID));
  }

  public Endpoint<Release> release(long id) {
    return item("/releases/" + id, RepositoryReader::release);
  }

  /** Events of all issues and pull requests, the newest first. */
  public Endpoint<List<IssueEvent>> events() {
    return list("/issues/events?per_page=100", IssueReader::event, IssueEvent::id, ID);
  }

  public Endpoint<IssueEvent> event(long id) {
    return item("/issues/events/" + id, IssueReader::event);
  }

  /**
   * The reactions to an item of the repository.
   *
   * @param item its path: {@code /issues/12}, {@code /pulls/comments/34}
   */
  public Endpoint<List<Reaction>> reactions(String item) {
    return itemList(item + "/reactions?per_page=100", AccountReader::reaction, Reaction::id, ID);
  }

  /**
   * A list of items with their numbers of reactions, the oldest update first.
   *
   * @param list its path: {@code /issues}
   */
  public Endpoint<List<Reacted>> reacted(String list, Optional<Instant> since) {
    String all = list.equals("/issues") ? "state=all&" : "";
    return list(list + "?" + all + byUpdate(since), reacted(ResponseLimits.PAGE));
  }

  /**
   * A list of items with their numbers of reactions, in GitHub's order.
   *
   * @param list its path: {@code /releases}
   */
  public Endpoint<List<Reacted>> reacted(String list) {
    return list(list + "?per_page=100", reacted(ResponseLimits.RELEASES));
  }

  private static BodyReader<List<Reacted>> reacted(ResponseLimits limits) {
    return JsonBody.wholeList(limits, AccountReader::reacted, Reacted::id, ID);
  }

  /** The accounts that have starred the repository, the first ones first. */
  public Endpoint<List<Stargazer>> stargazers() {
    BodyReader<List<Stargazer>> reader =
        JsonBody.list(ResponseLimits.PAGE, AccountReader::stargazer, Stargazer::key, ID);
    return new Endpoint<>(
        repo + "/stargazers?per_page=100", STARS, reader, Set.of(Trait.LIST), repoId);
  }

  /** The account of the token; tokens of an app have none. */
  public Endpoint<TokenOwner> user() {
    return one(api + "/user", AccountReader::tokenOwner, Set.of());
  }

  /** The limit of REST requests; this request is neither charged nor counted. */
  public Endpoint<RateLimit> rateLimit() {
    return one(api + "/rate_limit", RepositoryReader::rateLimit, Set.of(Trait.FREE));
  }

  private <T> Endpoint<T> endpoint(String path, BodyReader<T> reader) {
    return new Endpoint<>(repo + path, JSON, reader, Set.of(), repoId);
  }

  private <T> Endpoint<T> one(String url, Function<Json, T> reader, Set<Trait> traits) {
    return new Endpoint<>(url, JSON, JsonBody.one(ResponseLimits.PAGE, reader), traits, repoId);
  }

  private <T> Endpoint<T> item(String path, Function<Json, T> reader) {
    return one(repo + path, reader, Set.of(Trait.ITEM));
  }

  private <T> Endpoint<List<T>> list(
      String path, Function<Json, T> reader, Function<T, Object> key, String name) {
    return list(path, JsonBody.list(ResponseLimits.PAGE, reader, key, name));
  }

  private <T> Endpoint<List<T>> list(String path, BodyReader<List<T>> reader) {
    return new Endpoint<>(repo + path, JSON, reader, Set.of(Trait.LIST), repoId);
  }

  private <T> Endpoint<List<T>> itemList(
      String path, Function<Json, T> reader, Function<T, Object> key, String name) {
    BodyReader<List<T>> body = JsonBody.list(ResponseLimits.PAGE, reader, key, name);
    return new Endpoint<>(repo + path, JSON, body, Set.of(Trait.LIST, Trait.ITEM), repoId);
  }

  /** GitHub's times are whole seconds. */
  private static String byUpdate(Optional<Instant> since) {
    return "sort=updated&direction=asc&per_page=100"
        + since.map(at -> "&since=" + at.truncatedTo(ChronoUnit.SECONDS)).orElse("");
  }
}
