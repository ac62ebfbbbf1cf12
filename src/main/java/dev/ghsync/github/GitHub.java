package dev.ghsync.github;

import dev.ghsync.github.client.GitHubSettings;
import dev.ghsync.github.client.KnownAccess;
import dev.ghsync.github.client.RequestExecutor;
import dev.ghsync.github.client.TokenInfo;
import dev.ghsync.github.graphql.GraphQl;
import dev.ghsync.github.graphql.GraphQlDiscussions;
import dev.ghsync.github.graphql.IssueCountsPage;
import dev.ghsync.github.graphql.IssueCountsQuery;
import dev.ghsync.github.graphql.NodeId;
import dev.ghsync.github.graphql.PullExtras;
import dev.ghsync.github.graphql.UnsupportedFields;
import dev.ghsync.github.json.PullWithReviews;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.TokenSource;
import dev.ghsync.model.Validator;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.item.ItemLinks;
import dev.ghsync.model.item.PullContent;
import dev.ghsync.model.item.Reaction;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A client of one GitHub with one token. It keeps to the limits, retries what may succeed, follows
 * redirects on its own origin, and sends the token nowhere else.
 *
 * <p>All calls block and may come from several threads; not more requests than allowed are under
 * way at once. Failures that end one call: {@code NETWORK}, {@code SERVER_ERROR}, {@code
 * BAD_RESPONSE}, {@code SSO_REQUIRED}, {@code REPO_BLOCKED}. Failures that end all later calls too,
 * until {@code retryAt} where there is one: {@code BAD_CREDENTIALS}, {@code RATE_LIMITED}, {@code
 * SECONDARY_RATE_LIMITED}, {@code BUDGET}, {@code INTERRUPTED}. Times are by GitHub's clock.
 */
public final class GitHub implements AutoCloseable {
  private final TokenSource token;
  private final URI apiUrl;
  private final RequestExecutor executor;
  private final KnownAccess access;
  private final Rest rest;
  private final GraphQl graphql;
  private final Consumer<ApiCall> listener;
  private final boolean once;
  private final boolean closes;

  /**
   * Sends nothing yet.
   *
   * @throws IllegalArgumentException where the API's address is not one of http or https, or there
   *     is no token
   */
  public static GitHub connect(GitHubSettings settings) {
    URI apiUrl = settings.http().url();
    TokenSource token = settings.http().token().orElseThrow(IllegalArgumentException::new);
    RequestExecutor executor = new RequestExecutor(settings);
    return client(token, apiUrl, executor, settings.listener(), true);
  }

  private static GitHub client(
      TokenSource token,
      URI apiUrl,
      RequestExecutor executor,
      Consumer<ApiCall> listener,
      boolean closes) {
    KnownAccess access = new KnownAccess(token);
    Rest rest = new Rest(apiUrl, executor, access);
    GraphQl graphql = new GraphQl(apiUrl, executor, access);
    return new GitHub(token, apiUrl, executor, access, rest, graphql, listener, false, closes);
  }

  private GitHub(
      TokenSource token,
      URI apiUrl,
      RequestExecutor executor,
      KnownAccess access,
      Rest rest,
      GraphQl graphql,
      Consumer<ApiCall> listener,
      boolean once,
      boolean closes) {
    this.token = token;
    this.apiUrl = apiUrl;
    this.closes = closes;
    this.executor = executor;
    this.access = access;
    this.rest = rest;
    this.graphql = graphql;
    this.listener = listener;
    this.once = once;
  }

  /** Fetches an endpoint without a validator. */
  public <T> Fetched<T> fetch(Endpoint<T> endpoint) {
    return fetch(endpoint, Optional.empty());
  }

  /**
   * Fetches an endpoint. A page of a list that fails again and again is fetched in smaller sizes.
   *
   * @param known sent if it belongs to exactly this address, media type and token; only then may
   *     the answer be {@link Fetched.NotModified}
   */
  public <T> Fetched<T> fetch(Endpoint<T> endpoint, Optional<Validator> known) {
    return rest.fetch(endpoint, known, once, listener);
  }

  /**
   * Returns a view of this client that also reports its requests to {@code also}. Limits, bounds
   * and the end are shared; closing either closes both.
   */
  public GitHub countedBy(Consumer<ApiCall> also) {
    return new GitHub(
        token, apiUrl, executor, access, rest, graphql, listener.andThen(also), once, closes);
  }

  /**
   * Returns a view of this client for what failed in an earlier run: a request of {@link #fetch} or
   * {@link #pulls} that fails again is not retried.
   */
  public GitHub once() {
    return new GitHub(token, apiUrl, executor, access, rest, graphql, listener, true, closes);
  }

  /**
   * Notes that the repository is not public. What the token is known to lack a permission for is
   * then not requested, and the answer is what GitHub's would be.
   */
  public void notPublic() {
    access.notPublic();
  }

  /**
   * Sends no REST request before the {@code retryAt} of a limit that an earlier run met.
   *
   * @param now by GitHub's clock, as far as the earlier run knew it
   */
  public void holdBack(Failure limit, Instant now) {
    executor.clock().update(now);
    executor.limiter().block(ApiCall.Kind.REST, limit);
  }

  /** Returns the time by GitHub's clock; empty before the first response. */
  public Optional<Instant> serverTime() {
    return executor.clock().time();
  }

  /** Returns REST's hourly limit; empty before the first response, and without a limit. */
  public Optional<RateLimit> rateLimit() {
    return executor.limiter().latest(ApiCall.Kind.REST);
  }

  /** Returns the name of the token in messages: {@code the token from $GH_TOKEN}. */
  public String tokenName() {
    return token.named();
  }

  /** Returns what responses showed about the token; empty before the first. */
  public Optional<TokenInfo> tokenInfo() {
    return executor.tokenInfo();
  }

  /**
   * Fetches pull requests with all of their reviews, by GraphQL in few queries.
   *
   * @param numbers at most 50
   * @param extras what to fetch besides, of those that have few
   * @return those that GraphQL delivers whole: the others, which it may not know or not be able to
   *     deliver, are left to REST; {@code FORBIDDEN} where GraphQL is refused, see {@link
   *     #graphqlRefused}
   */
  public Result<Map<Long, PullWithReviews>> pulls(
      RepoName repo, List<Long> numbers, PullExtras extras) {
    return graphql.pulls(repo, numbers, extras, once, listener);
  }

  /** Fetches up to 100 issues or pull requests, oldest first, with their counts. */
  public Result<IssueCountsPage> issueCounts(RepoName repo, IssueCountsQuery query) {
    return graphql.issueCounts(repo, query, listener);
  }

  /**
   * Fetches where issues and pull requests are mentioned, and what pull requests close.
   *
   * @param items at most 100 by number, whether each is a pull request
   * @return empty for an item that the token is not shown; one that GitHub cannot deliver is left
   *     out
   */
  public Result<Map<Long, Optional<ItemLinks>>> links(RepoName repo, Map<Long, Boolean> items) {
    return graphql.links(repo, items, listener);
  }

  /**
   * Fetches the numbers of review comments of pull requests, counted thread by thread.
   *
   * @param numbers at most 50
   * @return the pull requests that GraphQL delivers whole
   */
  public Result<Map<Long, Long>> reviewComments(RepoName repo, List<Long> numbers) {
    return graphql.reviewComments(repo, numbers, listener);
  }

  /**
   * Fetches the commits and files of pull requests.
   *
   * @param numbers at most 50
   * @return those that GraphQL delivers, with all of their commits; the files of some are left to
   *     REST
   */
  public Result<Map<Long, PullContent>> pullContents(RepoName repo, List<Long> numbers) {
    return graphql.pullContents(repo, numbers, listener);
  }

  /** Fetches the node ids of the reviews of at most 50 pull requests. */
  public Result<List<NodeId>> reviewNodes(RepoName repo, List<Long> pulls) {
    return graphql.reviewNodes(repo, pulls, listener);
  }

  /**
   * Fetches the node ids of at most 10 discussions and of their comments.
   *
   * @param comments how many comments each discussion had when it was read, by its number
   */
  public Result<List<NodeId>> discussionNodes(RepoName repo, Map<Long, Long> comments) {
    return graphql.discussionNodes(repo, comments, listener);
  }

  /**
   * Fetches the reactions to items.
   *
   * @return by node id; items that GraphQL does not show are left out
   */
  public Result<Map<String, List<Reaction>>> reactions(RepoName repo, Collection<String> nodeIds) {
    return graphql.reactions(repo, nodeIds, listener);
  }

  /**
   * Fetches the sizes of blobs in bytes, in one query.
   *
   * @param blobs at most some hundred: GitHub ends a query after 10 seconds
   * @return the sizes that GraphQL shows
   */
  public Result<Map<ObjectId, Long>> blobSizes(RepoName repo, List<ObjectId> blobs) {
    return graphql.blobSizes(repo, blobs, listener);
  }

  /**
   * Sends queries about discussions, which only GraphQL shows.
   *
   * @return what {@code query} returns; {@code FORBIDDEN} where GraphQL is refused, or the token or
   *     the server's schema does not allow discussions
   */
  public <T> Result<T> discussions(RepoName repo, Function<GraphQlDiscussions, Result<T>> query) {
    return graphql.discussions(repo, listener, query);
  }

  /** Returns GraphQL's hourly limit; empty before the first response, and without a limit. */
  public Optional<RateLimit> graphqlLimit() {
    return executor.limiter().latest(ApiCall.Kind.GRAPHQL);
  }

  /**
   * Whether GraphQL's own limit is spent, or the rest of it is kept in reserve. REST may continue.
   */
  public boolean isGraphqlSpent() {
    return executor.limiter().isShut(ApiCall.Kind.GRAPHQL);
  }

  /**
   * Whether GraphQL is not available with this token on this server, for no passing reason. REST
   * shows the same.
   */
  public boolean graphqlRefused() {
    return graphql.isRefused();
  }

  /** Returns the fields and types that this server, or this token, does not accept in queries. */
  public UnsupportedFields unsupportedFields() {
    return graphql.unsupportedFields();
  }

  /** Leaves out fields and types that {@link #unsupportedFields} returned in an earlier run. */
  public void omitFields(UnsupportedFields fields) {
    graphql.omitFields(fields);
  }

  /** Returns a value that distinguishes tokens; see {@link TokenSource#limitKey}. */
  public String tokenFingerprint() {
    return token.limitKey();
  }

  /** Ends the requests under way and those to come with {@code INTERRUPTED}. */
  public void stop() {
    executor.stop();
  }

  /** Whether {@link #stop} was called. */
  public boolean isStopped() {
    return executor.limiter().isStopped();
  }

  /**
   * Returns a client for another repository. It has the same connections, limits, bounds and end,
   * and its own knowledge of what fails. Its requests are reported to {@code own} alone, and
   * closing it does nothing.
   */
  public GitHub forAnother(Consumer<ApiCall> own) {
    return client(token, apiUrl, executor, own, false);
  }

  @Override
  public void close() {
    if (closes) {
      executor.close();
    }
  }
}
