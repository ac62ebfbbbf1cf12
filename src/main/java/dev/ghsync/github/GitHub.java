package dev.ghsync.github;

import dev.ghsync.github.graphql.GraphQlPulls;
import dev.ghsync.github.graphql.GraphQlThreads;
import dev.ghsync.github.graphql.IssueCountsPage;
import dev.ghsync.github.graphql.IssueCountsQuery;
import dev.ghsync.github.graphql.IssueCountsReader;
import dev.ghsync.github.graphql.UnsupportedFields;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.github.json.PullWithReviews;
import dev.ghsync.http.Sleeper;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.Validator;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * One connection to one GitHub with one token. It keeps to the limits, tries again what may work,
 * follows redirects on its own origin, and never sends the token anywhere else.
 *
 * <p>All calls block and may come from several threads; not more requests than allowed are under
 * way at once. Failures that end one call: {@code NETWORK}, {@code SERVER_ERROR}, {@code
 * BAD_RESPONSE}. Failures that all later calls share, until {@code retryAt} where there is one:
 * {@code BAD_CREDENTIALS}, {@code RATE_LIMITED}, {@code SECONDARY_RATE_LIMITED}, {@code BUDGET},
 * {@code INTERRUPTED}. {@code SSO_REQUIRED} and {@code REPO_BLOCKED} are told each time. Times are
 * by GitHub's clock.
 */
public final class GitHub implements AutoCloseable {

  /**
   * How to talk to GitHub.
   *
   * @param apiUrl the REST base: {@code https://api.github.com}, {@code https://HOST/api/v3}
   * @param concurrency requests at once, 1 to 8
   * @param timeout a request without a byte for this long is given up
   * @param maxRequests charged requests in all
   * @param reserve how many requests to leave untouched of a limit of so many an hour
   * @param maxWait sleep until a limit passes, at most this long at a time; empty: stop instead.
   *     Secondary limits that pass within a minute are slept out in any case
   * @param deadline no request starts after it
   * @param exchanges hears of every request that was sent, from several threads; not of {@code
   *     /rate_limit}, which costs nothing
   * @param waiting hears until when a limit is slept out, and why
   */
  public record Settings(
      URI apiUrl,
      Token token,
      String userAgent,
      int concurrency,
      Duration timeout,
      OptionalLong maxRequests,
      LongUnaryOperator reserve,
      Optional<Duration> maxWait,
      Optional<Instant> deadline,
      Consumer<ApiCall> exchanges,
      Sleeper sleeper,
      BiConsumer<Instant, Failure> waiting) {
    public Settings {
      if (concurrency < 1 || concurrency > 8) {
        throw new IllegalArgumentException("concurrency is 1 to 8, not " + concurrency);
      }
    }
  }

  private final Connection connection;
  private final Consumer<ApiCall> listener;
  private final boolean once;

  private GitHub(Connection connection, Consumer<ApiCall> listener, boolean once) {
    this.connection = connection;
    this.listener = listener;
    this.once = once;
  }

  /**
   * Sends nothing yet.
   *
   * @throws IllegalArgumentException where the API's address is not one of http or https
   */
  public static GitHub connect(Settings settings) {
    return new GitHub(new Connection(settings), settings.exchanges(), false);
  }

  /** Fetches one endpoint without a condition. */
  public <T> Fetched<T> fetch(Endpoint<T> endpoint) {
    return fetch(endpoint, Optional.empty());
  }

  /**
   * Fetches one endpoint. A page of a list that fails repeatedly is requested in smaller sizes.
   *
   * @param known sent if it belongs to exactly this address, media type and token; only then may
   *     the answer be {@link Fetched.NotModified}
   */
  public <T> Fetched<T> fetch(Endpoint<T> endpoint, Optional<Validator> known) {
    return connection.rest().fetch(endpoint, known, once, listener);
  }

  /**
   * A view on the same connection that also tells {@code also} of the requests made through it.
   * Limits, budgets and the end are shared; closing either closes both.
   */
  public GitHub countedBy(Consumer<ApiCall> also) {
    return new GitHub(connection, listener.andThen(also), once);
  }

  /**
   * A view on the same connection for what failed in an earlier run: a request of {@link #fetch} or
   * {@link #pulls} that fails again is not tried once more.
   */
  public GitHub once() {
    return new GitHub(connection, listener, true);
  }

  /**
   * A limit that an earlier connection met: REST is not asked before its {@code retryAt}.
   *
   * @param now by GitHub's clock, as far as the earlier connection had heard it
   */
  public void holdBack(Failure limit, Instant now) {
    connection.clock().update(now);
    connection.limiter().block(ApiCall.Kind.REST, limit);
  }

  /** What time it is by GitHub's clock; empty before the first answer. */
  public Optional<Instant> serverTime() {
    return connection.clock().told();
  }

  /** REST's hourly limit as the last answer told it; empty before that, and without one. */
  public Optional<RateLimit> rateLimit() {
    return connection.limiter().told(ApiCall.Kind.REST);
  }

  /** What messages call the token: {@code the token from $GH_TOKEN}. */
  public String tokenName() {
    return connection.tokenName();
  }

  /** Empty before the first answer. */
  public Optional<TokenFacts> tokenFacts() {
    return connection.notes().facts();
  }

  /**
   * Pull requests with all of their reviews, by GraphQL in few queries.
   *
   * @param numbers at most 50
   * @return those that GraphQL delivers whole: for the others, which it may not know or not be able
   *     to deliver, REST is to be asked; {@code FORBIDDEN} where GraphQL is refused, see {@link
   *     #graphqlRefused}
   */
  public Result<Map<Long, PullWithReviews>> pulls(RepoName repo, List<Long> numbers) {
    return understood(
        repo, () -> new GraphQlPulls(connection.graphql(), repo, once, listener).fetch(numbers));
  }

  /**
   * Up to 100 issues or pull requests, oldest first, with their counts.
   *
   * @param after what the page before gave as {@code next}; empty for the first
   */
  public Result<IssueCountsPage> census(
      RepoName repo, IssueCountsQuery kind, Optional<String> after) {
    return understood(
        repo, () -> IssueCountsReader.fetch(connection.graphql(), repo, kind, after, listener));
  }

  /**
   * The numbers of review comments of pull requests, counted thread by thread.
   *
   * @param numbers at most 50
   * @return those that GraphQL told whole
   */
  public Result<Map<Long, Long>> reviewComments(RepoName repo, List<Long> numbers) {
    return understood(
        repo, () -> new GraphQlThreads(connection.graphql(), repo, listener).fetch(numbers));
  }

  /** GraphQL's hourly limit as the last answer told it; empty before that, and without one. */
  public Optional<RateLimit> graphqlLimit() {
    return connection.limiter().told(ApiCall.Kind.GRAPHQL);
  }

  /** GraphQL's own limit is spent, or what is left of it is kept in reserve. REST may go on. */
  public boolean isGraphqlSpent() {
    return connection.limiter().isShut(ApiCall.Kind.GRAPHQL);
  }

  /**
   * GraphQL is not to be had with this token on this GitHub, for no passing reason: the same is
   * told by REST.
   */
  public boolean graphqlRefused() {
    return connection.graphql().isRefused();
  }

  /** What this GitHub's GraphQL, or this token, does not accept in queries. */
  public UnsupportedFields unsupportedFields() {
    return connection.graphql().lacks();
  }

  /**
   * Does without fields and types from the start, as {@link #unsupportedFields} told them before.
   */
  public void omitFields(UnsupportedFields lacks) {
    connection.graphql().omitFields(lacks);
  }

  /** Tells tokens apart; see {@link Token#fingerprint}. */
  public String tokenFingerprint() {
    return connection.tokenFingerprint();
  }

  /** No further request starts, those under way break off, sleep ends: {@code INTERRUPTED}. */
  public void stop() {
    connection.stop();
  }

  /** {@link #stop} was called. */
  public boolean isStopped() {
    return connection.limiter().isStopped();
  }

  @Override
  public void close() {
    connection.close();
  }

  private static <T> Result<T> understood(RepoName repo, Supplier<Result<T>> asking) {
    try {
      return asking.get();
    } catch (MalformedBody e) {
      return Result.failed(
          Failure.of(
              FailureCode.BAD_RESPONSE,
              "GraphQL's answer for %s is not what was asked for: %s"
                  .formatted(repo, e.getMessage())));
    }
  }
}
