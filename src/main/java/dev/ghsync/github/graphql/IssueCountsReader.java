package dev.ghsync.github.graphql;

import dev.ghsync.github.graphql.IssueCountsQuery.Kind;
import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.http.Outcome;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Fetches counts of issues and pull requests, 100 a query, and fewer where that is too much.
 *
 * <p>A query costs one point: the counts are queried without {@code first}, so that only the list
 * itself is a connection with nodes. A bound on what is counted, such as the first 20 review
 * threads, would hide deletions beyond it.
 *
 * <p><a
 * href="https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api">
 * How GitHub computes the points</a>
 */
final class IssueCountsReader {
  private static final int MOST = 100;

  /** Links that come with an item; few have more. */
  private static final int LINKS = 20;

  /** A field of pull requests; older servers do not have it. */
  private static final String ALL_COMMENTS = "totalCommentsCount";

  private IssueCountsReader() {}

  static Result<IssueCountsPage> fetch(
      GraphQl graphql, RepoName repo, IssueCountsQuery query, Consumer<ApiCall> listener) {
    for (int size = MOST; ; size /= 2) {
      int first = size;
      boolean divisible = size > 1;
      Outcome<GraphQlReply> outcome =
          graphql.send(repo, omitted -> text(query, first, omitted), divisible, listener);
      if (outcome instanceof Outcome.Success<GraphQlReply> got
          && isUsable(got.value(), divisible)) {
        return page(repo, query, got.value());
      }
      Optional<Failure> why = outcome.findFailure();
      boolean lessMaySucceed = divisible && outcome.isTooHeavy() && !isOfNetwork(why);
      if (why.isPresent() && !lessMaySucceed) {
        return Result.failed(why.get());
      }
      if (!divisible) {
        return failed(repo, query);
      }
    }
  }

  private static boolean isOfNetwork(Optional<Failure> why) {
    return why.map(Failure::code).equals(Optional.of(FailureCode.NETWORK));
  }

  /** Items that are missing whatever the size are left out; others may be in a smaller page. */
  private static boolean isUsable(GraphQlReply reply, boolean divisible) {
    return !divisible || reply.errors().stream().allMatch(GraphQlReply.Problem::isFinal);
  }

  private static Result<IssueCountsPage> failed(RepoName repo, IssueCountsQuery query) {
    return Result.failed(
        FailureCode.SERVER_ERROR,
        "GraphQL does not count the %s of %s; try again later"
            .formatted(query.kind().field(), repo));
  }

  private static String text(IssueCountsQuery query, int size, Set<String> omitted) {
    boolean isOfPulls = query.kind() == Kind.PULLS;
    String fields =
        GraphQl.query(
            """
                items: %s(first: %s%s, orderBy: {field: CREATED_AT, direction: ASC}) {
                  pageInfo { hasNextPage endCursor }
                  nodes { number updatedAt comments { totalCount }%s%s }
                }
            """
                .formatted(
                    query.kind().field(),
                    Integer.toString(size),
                    DiscussionFields.after(query.after()),
                    isOfPulls ? pullCounts(omitted) : "",
                    query.withLinks() ? links(isOfPulls) : ""));
    return fields + (query.withLinks() ? LinkFields.definitions(omitted) : "");
  }

  private static String links(boolean isOfPulls) {
    return "\n        "
        + LinkFields.references(LINKS, Optional.empty())
        + (isOfPulls ? "\n        " + LinkFields.closing(LINKS, Optional.empty()) : "");
  }

  private static String pullCounts(Set<String> omitted) {
    return " reviews { totalCount }" + (omitted.contains(ALL_COMMENTS) ? "" : " " + ALL_COMMENTS);
  }

  private static Result<IssueCountsPage> page(
      RepoName repo, IssueCountsQuery query, GraphQlReply reply) {
    Json items = reply.repository().orElseThrow().objectOrNull("items");
    Optional<String> next = items == null ? Optional.empty() : PullQuery.next(items);
    boolean stuck = next.isPresent() && next.equals(query.after());
    if (items == null || stuck) {
      return failed(repo, query);
    }
    List<IssueCountsPage.Entry> entries =
        items.list("nodes").stream().flatMap(node -> entry(node, query)).toList();
    return Result.ok(new IssueCountsPage(entries, next));
  }

  /** Returns nothing for a hole, which is null or lacks a value that the schema promises. */
  private static Stream<IssueCountsPage.Entry> entry(Json item, IssueCountsQuery query) {
    if (item.node().isNull()) {
      return Stream.empty();
    }
    try {
      Long all = item.numberOrNull(ALL_COMMENTS);
      return Stream.of(
          new IssueCountsPage.Entry(
              item.number("number"),
              item.time("updatedAt"),
              totalCount(item, "comments"),
              query.kind() == Kind.PULLS
                  ? OptionalLong.of(totalCount(item, "reviews"))
                  : OptionalLong.empty(),
              all == null ? OptionalLong.empty() : OptionalLong.of(all),
              query.withLinks()
                  ? Optional.of(LinkFields.read(item, item.number("number")))
                  : Optional.empty()));
    } catch (MalformedBody hole) {
      return Stream.empty();
    }
  }

  private static long totalCount(Json item, String connection) {
    return item.object(connection).number("totalCount");
  }
}
