package dev.ghsync.github.graphql;

import dev.ghsync.github.client.KnownAccess;
import dev.ghsync.github.client.RequestExecutor;
import dev.ghsync.github.client.TokenInfo;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.github.json.PullWithReviews;
import dev.ghsync.http.Outcome;
import dev.ghsync.http.Url;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.item.ItemLinks;
import dev.ghsync.model.item.PullContent;
import dev.ghsync.model.item.Reaction;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends queries to GitHub's GraphQL API. A token may not be allowed to use it, and a server may
 * have it switched off or have an older schema: then it is not used any more, since REST shows the
 * same. Fields that only newer schemas have, and fields that need a scope which the token lacks,
 * are left out of queries, since GitHub refuses a whole query for one such name in its text.
 */
public final class GraphQl {
  /** So many failures in a row end the use of GraphQL. */
  private static final int MOST_FAILURES = 3;

  /** The same after a query that succeeded: then a few items may be the cause. */
  private static final int MOST_LATER_FAILURES = 10;

  /** A server names all that it does not accept at once, or in few rounds. */
  private static final int ROUNDS = 6;

  /** The fields to leave out, where a server does not name the one that needs a scope. */
  private static final Set<String> DISPENSABLE =
      Set.of("Team", "Organization", "headRepository", "reviewRequests");

  private final Url url;
  private final RequestExecutor executor;
  private final KnownAccess access;
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();
  private final Set<String> withoutScope = ConcurrentHashMap.newKeySet();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean contentsAreHeavy;
  private volatile boolean hasSucceeded;
  private volatile @Nullable Failure refused;

  public GraphQl(URI apiUrl, RequestExecutor executor, KnownAccess access) {
    this.url = Url.of(address(apiUrl));
    this.executor = executor;
    this.access = access;
  }

  /**
   * Returns the address of GraphQL: {@code https://api.github.com/graphql}, and {@code
   * https://HOST/api/graphql} for {@code https://HOST/api/v3}.
   */
  static String address(URI apiUrl) {
    return apiUrl.toString().replaceFirst("/+$", "").replaceFirst("/api/v3$", "/api") + "/graphql";
  }

  /** Returns a query for fields of a repository, and for the state of the limit. */
  static String query(CharSequence fields) {
    return query(fields, "");
  }

  /** Returns the same query with further fields beside the repository. */
  static String query(CharSequence fields, String beside) {
    return "query($owner: String!, $name: String!) {\n"
        + "  rateLimit { cost remaining resetAt }\n"
        + "  repository(owner: $owner, name: $name) {\n"
        + fields
        + "  }\n"
        + beside
        + "}\n";
  }

  /** Fetches pull requests with all of their reviews, see {@link GraphQlPulls}. */
  public Result<Map<Long, PullWithReviews>> pulls(
      RepoName repo,
      List<Long> numbers,
      PullExtras extras,
      boolean failedBefore,
      Consumer<ApiCall> listener) {
    return parsed(
        repo, () -> new GraphQlPulls(this, repo, extras, failedBefore, listener).fetch(numbers));
  }

  /** Returns whether commits and files beside the details were too much for the server. */
  boolean areContentsHeavy() {
    return contentsAreHeavy;
  }

  void noteHeavyContents() {
    contentsAreHeavy = true;
  }

  /** Fetches a page of issues or pull requests with their counts. */
  public Result<IssueCountsPage> issueCounts(
      RepoName repo, IssueCountsQuery query, Consumer<ApiCall> listener) {
    return parsed(repo, () -> IssueCountsReader.fetch(this, repo, query, listener));
  }

  /** Fetches the numbers of review comments of pull requests. */
  public Result<Map<Long, Long>> reviewComments(
      RepoName repo, List<Long> numbers, Consumer<ApiCall> listener) {
    return parsed(repo, () -> new GraphQlThreads(this, repo, listener).fetch(numbers));
  }

  /** Fetches the commits and files of pull requests, see {@link GraphQlContents}. */
  public Result<Map<Long, PullContent>> pullContents(
      RepoName repo, List<Long> numbers, Consumer<ApiCall> listener) {
    return parsed(repo, () -> new GraphQlContents(this, repo, listener).fetch(numbers));
  }

  /** Fetches the node ids of the reviews of pull requests. */
  public Result<List<NodeId>> reviewNodes(
      RepoName repo, List<Long> pulls, Consumer<ApiCall> listener) {
    return parsed(repo, () -> new GraphQlNodeIds(this, repo, listener).reviews(pulls));
  }

  /** Fetches the node ids of discussions and their comments, see {@link GraphQlNodeIds}. */
  public Result<List<NodeId>> discussionNodes(
      RepoName repo, Map<Long, Long> comments, Consumer<ApiCall> listener) {
    return parsed(repo, () -> new GraphQlNodeIds(this, repo, listener).discussions(comments));
  }

  /** Fetches the reactions to items, see {@link GraphQlReactions}. */
  public Result<Map<String, List<Reaction>>> reactions(
      RepoName repo, Collection<String> nodeIds, Consumer<ApiCall> listener) {
    return parsed(repo, () -> new GraphQlReactions(this, repo, listener).fetch(nodeIds));
  }

  /** Fetches the sizes of blobs, see {@link GraphQlBlobs}. */
  public Result<Map<ObjectId, Long>> blobSizes(
      RepoName repo, List<ObjectId> blobs, Consumer<ApiCall> listener) {
    return parsed(repo, () -> new GraphQlBlobs(this, repo, listener).fetch(blobs));
  }

  /** Returns the reader of discussions; see {@link GraphQlDiscussions}. */
  public <T> Result<T> discussions(
      RepoName repo, Consumer<ApiCall> listener, Function<GraphQlDiscussions, Result<T>> query) {
    return access
        .missingPermission("discussions")
        .<Result<T>>map(
            missing -> Result.failed(FailureCode.FORBIDDEN, "the token lacks " + missing))
        .orElseGet(
            () -> parsed(repo, () -> query.apply(new GraphQlDiscussions(this, repo, listener))));
  }

  /** Fetches the links of issues and pull requests, see {@link GraphQlLinks#fetch}. */
  public Result<Map<Long, Optional<ItemLinks>>> links(
      RepoName repo, Map<Long, Boolean> items, Consumer<ApiCall> listener) {
    return parsed(repo, () -> new GraphQlLinks(this, repo, listener).fetch(items));
  }

  private static <T> Result<T> parsed(RepoName repo, Supplier<Result<T>> query) {
    try {
      return query.get();
    } catch (MalformedBody e) {
      return Result.failed(
          FailureCode.BAD_RESPONSE,
          "GraphQL's answer for %s is not what was asked for: %s".formatted(repo, e.getMessage()));
    }
  }

  /** Whether GraphQL is not available with this token on this server, for no passing reason. */
  public boolean isRefused() {
    return refused != null;
  }

  /** Returns what queries do without, as a server refused it or {@link #omitFields} named it. */
  public UnsupportedFields unsupportedFields() {
    return new UnsupportedFields(unknown, withoutScope);
  }

  /** Leaves out fields that an earlier connection was refused. */
  public void omitFields(UnsupportedFields fields) {
    unknown.addAll(fields.schema());
    withoutScope.addAll(fields.token());
  }

  /** Returns the fields and types that a query must not name. */
  Set<String> omitted() {
    Set<String> all = new HashSet<>(unknown);
    all.addAll(withoutScope);
    if (!executor.tokenInfo().map(TokenInfo::mayReadTeams).orElse(true)) {
      all.add("Team");
    }
    return Set.copyOf(all);
  }

  /**
   * Sends a query about a repository.
   *
   * @param query returns the query without the given fields and types
   * @param divisible as in {@link GraphQlRequest}
   */
  Outcome<GraphQlReply> send(
      RepoName repo,
      Function<Set<String>, String> query,
      boolean divisible,
      Consumer<ApiCall> listener) {
    return judge(ask(repo, query, divisible, listener), divisible);
  }

  /**
   * Sends a query for what only GraphQL shows. If the token or the schema does not allow the field
   * that it is about, other queries may still be allowed.
   *
   * @param field of the repository; a token needs the permission to read what it is named after
   */
  Outcome<GraphQlReply> sendAbout(
      String field,
      RepoName repo,
      Function<Set<String>, String> query,
      boolean divisible,
      Consumer<ApiCall> listener) {
    if (unknown.contains(field)) {
      return new Outcome.Rejected<>(lacks(field));
    }
    Outcome<GraphQlReply> outcome = ask(repo, query, divisible, listener);
    if (outcome instanceof Outcome.Success<GraphQlReply> success
        && success.value().repository().isEmpty()) {
      Optional<GraphQlReply.Problem> closed = success.value().closedField();
      if (closed.isPresent() || unknown.contains(field)) {
        return new Outcome.Rejected<>(closed.map(p -> p.refusal(field)).orElse(lacks(field)));
      }
    }
    return judge(outcome, divisible);
  }

  private static Failure lacks(String field) {
    return Failure.of(FailureCode.FORBIDDEN, "this server's GraphQL does not know " + field);
  }

  private Outcome<GraphQlReply> ask(
      RepoName repo,
      Function<Set<String>, String> query,
      boolean divisible,
      Consumer<ApiCall> listener) {
    for (int round = 1; ; round++) {
      Failure refusal = refused;
      if (refusal != null) {
        return new Outcome.Rejected<>(refusal);
      }
      Set<String> without = omitted();
      GraphQlRequest request =
          new GraphQlRequest(url, repo, query.apply(without), divisible, failures.get() > 0);
      Outcome<GraphQlReply> outcome = executor.execute(request, false, listener);
      boolean again =
          outcome instanceof Outcome.Success<GraphQlReply> success
              && learn(success.value(), without);
      if (!again || round == ROUNDS) {
        return outcome;
      }
    }
  }

  /** Notes unsupported names. Returns whether the query had any, so that it may succeed without. */
  private boolean learn(GraphQlReply reply, Set<String> without) {
    unknown.addAll(reply.unknown());
    withoutScope.addAll(reply.withoutScope());
    boolean named = isMore(reply.unknown(), without) || isMore(reply.withoutScope(), without);
    if (!named && reply.needsScope() && isMore(DISPENSABLE, without)) {
      withoutScope.addAll(DISPENSABLE);
      return true;
    }
    return named;
  }

  private static boolean isMore(Collection<String> names, Set<String> without) {
    return !without.containsAll(names);
  }

  private Outcome<GraphQlReply> judge(Outcome<GraphQlReply> outcome, boolean divisible) {
    if (outcome instanceof Outcome.Redirect<?>) {
      return refuse("it has moved");
    }
    if (outcome instanceof Outcome.Success<GraphQlReply> success) {
      failures.set(0);
      GraphQlReply reply = success.value();
      hasSucceeded |= reply.repository().isPresent();
      return reply.repository().isPresent() ? outcome : refuse(reply.whyNothing());
    }
    boolean halvesMaySucceed =
        divisible && outcome.findFailure().stream().noneMatch(f -> f.code() == FailureCode.NETWORK);
    boolean hasFailed = outcome.isTooHeavy() && !halvesMaySucceed;
    int most = hasSucceeded ? MOST_LATER_FAILURES : MOST_FAILURES;
    return hasFailed && failures.incrementAndGet() >= most
        ? refuse("it does not answer even small queries")
        : outcome;
  }

  private Outcome<GraphQlReply> refuse(String why) {
    Failure failure = Failure.of(FailureCode.FORBIDDEN, "GraphQL is not available here: " + why);
    refused = failure;
    return new Outcome.Rejected<>(failure);
  }
}
