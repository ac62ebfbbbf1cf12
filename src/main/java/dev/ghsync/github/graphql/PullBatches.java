package dev.ghsync.github.graphql;

import dev.ghsync.http.Outcome;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.RepoName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queries about many pull requests, as few as possible. A batch that is too much for one query is
 * halved. A pull request that cannot be delivered even alone is left out. Further pages of all pull
 * requests are queried together.
 */
abstract class PullBatches {
  private final GraphQl graphql;
  private final RepoName repo;
  private final Consumer<ApiCall> listener;
  private final Deque<List<Want>> waiting = new ArrayDeque<>();
  private List<Want> furtherPages = new ArrayList<>();

  PullBatches(GraphQl graphql, RepoName repo, Consumer<ApiCall> listener) {
    this.graphql = graphql;
    this.repo = repo;
    this.listener = listener;
  }

  /**
   * A pull request, or a further page of a list in it.
   *
   * @param after the cursor of the page; null for the pull request itself and its first page
   */
  record Want(long number, @Nullable String after) {
    String alias() {
      return "p" + number;
    }

    /** Returns the argument for the page; empty for the first. */
    String afterArgument() {
      return after == null ? "" : ", after: " + PullQuery.literal(after);
    }
  }

  /**
   * Returns the text of a query.
   *
   * @param omitted the fields and types that it must not name
   */
  abstract String query(List<Want> wants, Set<String> omitted);

  /** Keeps the content of a reply that has a repository. */
  abstract void take(List<Want> wants, GraphQlReply reply);

  /** Removes a pull request that cannot be delivered whole from the result. */
  abstract void leaveOut(long number);

  /** Whether a failed query for the batch is divided instead of repeated. */
  boolean isDivisible(List<Want> wants) {
    return wants.size() > 1;
  }

  /** Whether the schema has the queried fields at all. */
  boolean isSupported() {
    return true;
  }

  /** Runs all queries. Returns the failure that ended them. */
  final Optional<Failure> run(List<Long> numbers) {
    add(numbers.stream().distinct().map(number -> new Want(number, null)).toList());
    while (!waiting.isEmpty() && isSupported()) {
      Optional<Failure> failure = send(waiting.remove());
      if (failure.isPresent()) {
        return failure;
      }
      if (waiting.isEmpty()) {
        add(furtherPages);
        furtherPages = new ArrayList<>();
      }
    }
    waiting.stream().flatMap(List::stream).forEach(want -> leaveOut(want.number()));
    furtherPages.forEach(want -> leaveOut(want.number()));
    return Optional.empty();
  }

  /** Adds a batch. */
  final void add(List<Want> wants) {
    if (!wants.isEmpty()) {
      waiting.add(wants);
    }
  }

  final void addPage(long number, String after) {
    furtherPages.add(new Want(number, after));
  }

  /** Adds a batch in halves; one pull request alone is left out. */
  final void divide(List<Want> wants) {
    if (wants.size() == 1) {
      leaveOut(wants.get(0).number());
      return;
    }
    int half = wants.size() / 2;
    add(List.copyOf(wants.subList(0, half)));
    add(List.copyOf(wants.subList(half, wants.size())));
  }

  private Optional<Failure> send(List<Want> wants) {
    Outcome<GraphQlReply> outcome =
        graphql.send(repo, omitted -> query(wants, omitted), isDivisible(wants), listener);
    if (outcome instanceof Outcome.Success<GraphQlReply> success) {
      take(wants, success.value());
      return Optional.empty();
    }
    if (!outcome.isTooHeavy()) {
      return outcome.findFailure();
    }
    tooHeavy(wants);
    return Optional.empty();
  }

  /** Asks for less after a query that the server could not answer. */
  void tooHeavy(List<Want> wants) {
    divide(wants);
  }
}
