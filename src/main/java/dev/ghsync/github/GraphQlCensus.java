package dev.ghsync.github;

import dev.ghsync.model.Exchange;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Counts of issues and pull requests, 100 a query, fewer where that is too much for GitHub. */
final class GraphQlCensus {
  /**
   * So many of a pull request's review threads are asked for the number of their comments. GitHub's
   * price grows with it: 100 pull requests cost 23 points.
   */
  static final int THREADS_LOOKED_INTO = 20;

  private static final int MOST = 100;
  private static final int LEAST = 10;

  private GraphQlCensus() {}

  /** One page; {@code after} is what the page before gave as {@code next}. */
  static Result<CensusPage> fetch(
      GraphQl graphql,
      RepoName repo,
      Census kind,
      Optional<String> after,
      Consumer<Exchange> listener) {
    int size = MOST;
    while (true) {
      String query = query(kind, size, after);
      boolean divisible = size > LEAST;
      Answer<GraphQlReply> answer = graphql.ask(repo, unknown -> query, divisible, listener);
      if (answer instanceof Answer.Got<GraphQlReply> got && got.value().errors().isEmpty()) {
        return Result.ok(page(got.value().repository().orElseThrow()));
      }
      if (answer.why().isPresent() && !(answer.isTooHeavy() && divisible)) {
        return Result.failed(answer.why().get());
      }
      if (!divisible) {
        return Result.failed(
            FailureCode.SERVER_ERROR,
            "GraphQL does not count the %s of %s; try again later".formatted(kind.field(), repo));
      }
      size /= 2;
    }
  }

  private static String query(Census kind, int size, Optional<String> after) {
    String from = after.map(cursor -> ", after: " + PullQuery.literal(cursor)).orElse("");
    return """
    query($owner: String!, $name: String!) {
      rateLimit { cost remaining resetAt }
      repository(owner: $owner, name: $name) {
        items: %s(first: %d%s, orderBy: {field: CREATED_AT, direction: ASC}) {
          pageInfo { hasNextPage endCursor }
          nodes { number updatedAt comments(first: 1) { totalCount }%s }
        }
      }
    }
    """
        .formatted(kind.field(), size, from, kind == Census.PULLS ? reviews() : "");
  }

  private static String reviews() {
    return " reviews(first: 1) { totalCount }"
        + " reviewThreads(first: %d) { totalCount nodes { comments(first: 1) { totalCount } } }"
            .formatted(THREADS_LOOKED_INTO);
  }

  private static CensusPage page(Json repository) {
    Json items = repository.object("items");
    return new CensusPage(
        items.list("nodes").stream().map(GraphQlCensus::entry).toList(), PullQuery.next(items));
  }

  private static CensusPage.Entry entry(Json item) {
    boolean pull = item.has("reviews");
    return new CensusPage.Entry(
        item.number("number"),
        item.time("updatedAt"),
        totalCount(item, "comments"),
        pull ? OptionalLong.of(totalCount(item, "reviews")) : OptionalLong.empty(),
        pull ? reviewComments(item.object("reviewThreads")) : OptionalLong.empty());
  }

  /** Every review comment belongs to a thread; told only where all threads were looked into. */
  private static OptionalLong reviewComments(Json threads) {
    List<Json> nodes = threads.list("nodes");
    return nodes.size() < threads.number("totalCount")
        ? OptionalLong.empty()
        : OptionalLong.of(nodes.stream().mapToLong(node -> totalCount(node, "comments")).sum());
  }

  private static long totalCount(Json item, String connection) {
    return item.object(connection).number("totalCount");
  }
}
