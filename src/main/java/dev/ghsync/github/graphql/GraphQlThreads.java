package dev.ghsync.github.graphql;

import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The numbers of review comments of pull requests, as the sum over all review threads. A query for
 * 50 pull requests costs one point.
 */
final class GraphQlThreads extends PullBatches {
  /** Very old servers do not have it: then no number is returned. */
  private static final String THREADS = "reviewThreads";

  private static final String FRAGMENT =
      """
      fragment threads on PullRequestReviewThreadConnection {
        pageInfo { hasNextPage endCursor } nodes { comments { totalCount } }
      }
      """;

  private final GraphQl graphql;
  private final Map<Long, Long> counts = new HashMap<>();

  /** For one call. */
  GraphQlThreads(GraphQl graphql, RepoName repo, Consumer<ApiCall> listener) {
    super(graphql, repo, listener);
    this.graphql = graphql;
  }

  /** Returns the numbers of the pull requests that GraphQL delivers whole. */
  Result<Map<Long, Long>> fetch(List<Long> numbers) {
    return run(numbers)
        .<Result<Map<Long, Long>>>map(Result::failed)
        .orElseGet(() -> Result.ok(counts));
  }

  @Override
  boolean isSupported() {
    return !graphql.omitted().contains(THREADS);
  }

  @Override
  void leaveOut(long number) {
    counts.remove(number);
  }

  @Override
  void take(List<Want> wants, GraphQlReply reply) {
    Json repository = reply.repository().orElseThrow();
    for (Want want : wants) {
      try {
        count(want, repository.object(want.alias()).object(THREADS));
      } catch (MalformedBody hole) {
        leaveOut(want.number());
      }
    }
  }

  private void count(Want want, Json threads) {
    long comments = 0;
    for (Json thread : threads.requiredList("nodes")) {
      comments += thread.object("comments").number("totalCount");
    }
    Optional<String> next = PullQuery.next(threads);
    counts.merge(want.number(), comments, Long::sum);
    next.filter(after -> !after.equals(want.after()))
        .ifPresent(after -> addPage(want.number(), after));
  }

  @Override
  String query(List<Want> wants, Set<String> omitted) {
    boolean isKnown = !omitted.contains(THREADS);
    StringBuilder fields = new StringBuilder();
    for (Want want : wants) {
      String threads = THREADS + "(first: 100" + want.afterArgument() + ") { ...threads }";
      fields.append(
          "    %s: pullRequest(number: %s) { %s }\n"
              .formatted(want.alias(), want.number(), isKnown ? threads : "number"));
    }
    return GraphQl.query(fields) + (isKnown ? FRAGMENT : "");
  }
}
