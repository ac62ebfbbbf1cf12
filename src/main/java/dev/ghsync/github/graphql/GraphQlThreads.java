package dev.ghsync.github.graphql;

import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.http.Outcome;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of review comments of single pull requests: all comments of all their review threads.
 * 50 pull requests cost one point.
 */
public final class GraphQlThreads {
  /** Very old servers do not have it: then no number is told. */
  private static final String THREADS = "reviewThreads";

  private static final String FRAGMENT =
      """
      fragment threads on PullRequestReviewThreadConnection {
        pageInfo { hasNextPage endCursor } nodes { comments { totalCount } }
      }
      """;

  private final GraphQl graphql;
  private final RepoName repo;
  private final Consumer<ApiCall> listener;
  private final Deque<List<Want>> waiting = new ArrayDeque<>();
  private final Map<Long, Long> counts = new HashMap<>();

  /**
   * A page of a pull request's threads.
   *
   * @param after where the page begins; null for the first
   */
  private record Want(long number, @Nullable String after) {
    String alias() {
      return "p" + number;
    }
  }

  /** For one call. */
  public GraphQlThreads(GraphQl graphql, RepoName repo, Consumer<ApiCall> listener) {
    this.graphql = graphql;
    this.repo = repo;
    this.listener = listener;
  }

  /** Those that GraphQL does not tell whole are not in the result. */
  public Result<Map<Long, Long>> fetch(List<Long> numbers) {
    if (!numbers.isEmpty()) {
      waiting.add(numbers.stream().distinct().map(number -> new Want(number, null)).toList());
    }
    while (!waiting.isEmpty() && !graphql.omitted().contains(THREADS)) {
      Optional<Failure> failure = ask(waiting.remove());
      if (failure.isPresent()) {
        return Result.failed(failure.get());
      }
    }
    waiting.stream().flatMap(List::stream).forEach(want -> counts.remove(want.number()));
    return Result.ok(counts);
  }

  private Optional<Failure> ask(List<Want> wants) {
    boolean divisible = wants.size() > 1;
    Outcome<GraphQlReply> outcome =
        graphql.send(repo, unknown -> query(wants, unknown), divisible, listener);
    if (outcome instanceof Outcome.Success<GraphQlReply> got) {
      take(wants, got.value());
      return Optional.empty();
    }
    if (!outcome.isTooHeavy()) {
      return outcome.findFailure();
    }
    if (divisible) {
      divide(wants);
    } else {
      counts.remove(wants.get(0).number());
    }
    return Optional.empty();
  }

  private void divide(List<Want> wants) {
    int half = wants.size() / 2;
    waiting.add(wants.subList(0, half));
    waiting.add(wants.subList(half, wants.size()));
  }

  private void take(List<Want> wants, GraphQlReply reply) {
    Json repository = reply.repository().orElseThrow();
    List<Want> further = new ArrayList<>();
    for (Want want : wants) {
      Page page = page(repository, want);
      if (page == null) {
        counts.remove(want.number());
      } else {
        counts.merge(want.number(), page.comments(), Long::sum);
        if (page.next() != null && !page.next().equals(want.after())) {
          further.add(new Want(want.number(), page.next()));
        }
      }
    }
    if (!further.isEmpty()) {
      waiting.add(further);
    }
  }

  private record Page(long comments, @Nullable String next) {}

  /** Null where something is missing: then the number is not known. */
  private static @Nullable Page page(Json repository, Want want) {
    try {
      Json pull = repository.objectOrNull(want.alias());
      if (pull == null) {
        return null;
      }
      Json threads = pull.object("reviewThreads");
      long comments = 0;
      for (Json thread : threads.requiredList("nodes")) {
        comments += thread.object("comments").number("totalCount");
      }
      return new Page(comments, PullQuery.next(threads).orElse(null));
    } catch (MalformedBody hole) {
      return null;
    }
  }

  private static String query(List<Want> wants, Set<String> unknown) {
    boolean known = !unknown.contains(THREADS);
    StringBuilder query = new StringBuilder("query($owner: String!, $name: String!) {\n");
    query.append("  rateLimit { cost remaining resetAt }\n");
    query.append("  repository(owner: $owner, name: $name) {\n");
    for (Want want : wants) {
      query
          .append("    ")
          .append(want.alias())
          .append(": pullRequest(number: ")
          .append(want.number())
          .append(known ? ") { " + threads(want) + " }\n" : ") { number }\n");
    }
    return query.append("  }\n}\n").append(known ? FRAGMENT : "").toString();
  }

  private static String threads(Want want) {
    String after = want.after() == null ? "" : ", after: " + PullQuery.literal(want.after());
    return THREADS + "(first: 100" + after + ") { ...threads }";
  }
}
