package dev.ghsync.github;

import dev.ghsync.github.PullQuery.Want;
import dev.ghsync.model.Exchange;
import dev.ghsync.model.Failure;
import dev.ghsync.model.Pull;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Review;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Many pull requests with all of their reviews in few queries. What is too much for one query is
 * asked for in halves; what cannot be had even alone is asked of REST.
 */
final class GraphQlPulls {
  private final GraphQl graphql;
  private final RepoName repo;
  private final LongFunction<Result<Optional<PullWithReviews>>> rest;
  private final Consumer<Exchange> listener;
  private final Deque<List<Want>> waiting = new ArrayDeque<>();
  private final Map<Long, PullWithReviews> found = new LinkedHashMap<>();
  private List<Want> furtherPages = new ArrayList<>();

  /**
   * For one call.
   *
   * @param rest gets one pull request by REST; empty where it is not there
   */
  GraphQlPulls(
      GraphQl graphql,
      RepoName repo,
      LongFunction<Result<Optional<PullWithReviews>>> rest,
      Consumer<Exchange> listener) {
    this.graphql = graphql;
    this.repo = repo;
    this.rest = rest;
    this.listener = listener;
  }

  Result<Map<Long, PullWithReviews>> fetch(List<Long> numbers) {
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
    boolean divisible = wants.size() > 1;
    Answer<GraphQlReply> answer =
        graphql.ask(repo, unknown -> new PullQuery(unknown).text(wants), divisible, listener);
    if (answer instanceof Answer.Got<GraphQlReply> got) {
      return take(wants, got.value());
    }
    return answer.isTooHeavy() ? divide(wants) : answer.why();
  }

  /** Takes what is there; the rest is asked for again, in halves where nothing was there. */
  private Optional<Failure> take(List<Want> wants, GraphQlReply reply) {
    Json repository = reply.repository().orElseThrow();
    PullQuery query = new PullQuery(graphql.unknown());
    List<Want> missing = new ArrayList<>();
    for (Want want : wants) {
      Json pull = repository.objectOrNull(want.alias());
      if (pull != null && reply.isWhole(want.alias())) {
        keep(want, pull, query);
      } else if (!reply.isUnknown(want.alias())) {
        missing.add(want);
      }
    }
    if (missing.size() == wants.size()) {
      return divide(missing);
    }
    add(missing);
    return Optional.empty();
  }

  private void keep(Want want, Json json, PullQuery query) {
    PullWithReviews before = found.get(want.number());
    Pull pull = before == null ? query.pull(json) : before.pull();
    List<Review> reviews = new ArrayList<>(before == null ? List.of() : before.reviews());
    reviews.addAll(query.reviews(json, want.number()));
    found.put(want.number(), new PullWithReviews(pull, reviews, query.tellsHeadRepo()));
    PullQuery.nextReviews(json).ifPresent(next -> furtherPages.add(new Want(want.number(), next)));
  }

  private Optional<Failure> divide(List<Want> wants) {
    if (wants.size() == 1) {
      return byRest(wants.get(0).number());
    }
    int half = wants.size() / 2;
    add(List.copyOf(wants.subList(0, half)));
    add(List.copyOf(wants.subList(half, wants.size())));
    return Optional.empty();
  }

  private Optional<Failure> byRest(long number) {
    Result<Optional<PullWithReviews>> answer = rest.apply(number);
    return answer.fold(
        pull -> {
          found.remove(number);
          pull.ifPresent(value -> found.put(number, value));
          return Optional.empty();
        },
        Optional::of);
  }
}
