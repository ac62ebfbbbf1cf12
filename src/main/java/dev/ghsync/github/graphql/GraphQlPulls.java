package dev.ghsync.github.graphql;

import dev.ghsync.github.graphql.PullQuery.Want;
import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.github.json.PullWithReviews;
import dev.ghsync.http.Outcome;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.Pull;
import dev.ghsync.model.item.Review;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Many pull requests with all of their reviews in few queries. What is too much for one query is
 * asked for in halves. One that cannot be had even alone, or that has a hole, is left out: it costs
 * only itself.
 */
public final class GraphQlPulls {
  private final GraphQl graphql;
  private final RepoName repo;
  private final Consumer<ApiCall> listener;
  private final Deque<List<Want>> waiting = new ArrayDeque<>();
  private final Map<Long, PullWithReviews> found = new LinkedHashMap<>();
  private List<Want> furtherPages = new ArrayList<>();
  private boolean answered;

  /**
   * For one call.
   *
   * @param once what is asked for failed in an earlier run
   */
  public GraphQlPulls(GraphQl graphql, RepoName repo, boolean once, Consumer<ApiCall> listener) {
    this.graphql = graphql;
    this.repo = repo;
    this.answered = once;
    this.listener = listener;
  }

  public Result<Map<Long, PullWithReviews>> fetch(List<Long> numbers) {
    add(numbers.stream().distinct().map(number -> new Want(number, null)).toList());
    while (!waiting.isEmpty()) {
      Optional<Failure> failure = ask(waiting.remove());
      if (failure.isPresent()) {
        return Result.failed(failure.get());
      }
      if (waiting.isEmpty()) {
        add(furtherPages);
        furtherPages = new ArrayList<>();
      }
    }
    return Result.ok(found);
  }

  private void add(List<Want> wants) {
    if (!wants.isEmpty()) {
      waiting.add(wants);
    }
  }

  private Optional<Failure> ask(List<Want> wants) {
    // Where GraphQL answers for others, one that it does not deliver is not worth a back-off.
    boolean divisible = wants.size() > 1 || answered;
    Outcome<GraphQlReply> outcome =
        graphql.send(repo, without -> new PullQuery(without).text(wants), divisible, listener);
    if (outcome instanceof Outcome.Success<GraphQlReply> got) {
      answered = true;
      take(wants, got.value());
      return Optional.empty();
    }
    if (!outcome.isTooHeavy()) {
      return outcome.findFailure();
    }
    divide(wants);
    return Optional.empty();
  }

  /** Takes what is there; the rest is asked for again, in halves where nothing was there. */
  private void take(List<Want> wants, GraphQlReply reply) {
    List<Want> missing = new ArrayList<>();
    for (Want want : wants) {
      if (reply.about(want.alias()).stream().allMatch(GraphQlReply.Problem::isFinal)) {
        take(want, reply);
      } else {
        missing.add(want);
      }
    }
    if (missing.size() == wants.size()) {
      divide(missing);
    } else {
      add(missing);
    }
  }

  private void take(Want want, GraphQlReply reply) {
    boolean hole = reply.about(want.alias()).stream().anyMatch(problem -> !isDispensable(problem));
    try {
      Json pull = reply.repository().orElseThrow().objectOrNull(want.alias());
      if (pull != null && !hole) {
        keep(want, pull, reply);
        return;
      }
    } catch (MalformedBody notAsAskedFor) {
      // It is left out, as with a hole.
    }
    found.remove(want.number());
  }

  /** The field that has no value is not needed. */
  private static boolean isDispensable(GraphQlReply.Problem problem) {
    return problem.path().size() > 2 && PullQuery.DISPENSABLE.contains(problem.path().get(2));
  }

  private void keep(Want want, Json json, GraphQlReply reply) {
    PullQuery query = new PullQuery(graphql.omitted());
    Optional<String> next = PullQuery.nextReviews(json);
    PullWithReviews before = found.get(want.number());
    if (next.isPresent() && next.get().equals(want.after())) {
      throw new MalformedBody("its next page is the page itself");
    }
    Pull pull = before == null ? query.pull(json) : before.pull();
    List<Review> reviews = new ArrayList<>(before == null ? List.of() : before.reviews());
    reviews.addAll(query.reviews(json, want.number()));
    boolean headRepoTold =
        before == null ? tellsHeadRepo(want, reply, query) : before.headRepoTold();
    found.put(want.number(), new PullWithReviews(pull, reviews, headRepoTold));
    next.ifPresent(after -> furtherPages.add(new Want(want.number(), after)));
  }

  private static boolean tellsHeadRepo(Want want, GraphQlReply reply, PullQuery query) {
    return query.tellsHeadRepo()
        && reply.about(want.alias()).stream()
            .noneMatch(problem -> problem.path().contains("headRepository"));
  }

  private void divide(List<Want> wants) {
    if (wants.size() == 1) {
      found.remove(wants.get(0).number());
      return;
    }
    int half = wants.size() / 2;
    add(List.copyOf(wants.subList(0, half)));
    add(List.copyOf(wants.subList(half, wants.size())));
  }
}
