package dev.ghsync.github.graphql;

import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.http.Outcome;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Sends queries about several items. A batch that is too much for the server is halved. An item
 * with a hole, which is a value that is missing against the schema, is left out, and so is one that
 * cannot be delivered alone.
 *
 * @param sender sends one query
 * @param what the items, for messages
 */
record ItemBatches(Sender sender, String what) {

  /** Sends one query. */
  @FunctionalInterface
  interface Sender {
    Outcome<GraphQlReply> send(Function<Set<String>, String> query, boolean divisible);
  }

  /**
   * Sends queries about all items.
   *
   * @param text returns the query for some items, without the given fields and types
   * @param smaller returns a smaller part of a single item, if there is one
   * @param take reads one item from the repository of a reply
   */
  <W> Result<Boolean> each(
      List<W> items,
      BiFunction<List<W>, Set<String>, String> text,
      Function<W, Optional<W>> smaller,
      BiConsumer<W, Json> take) {
    Deque<List<W>> waiting = new ArrayDeque<>();
    add(waiting, items);
    while (!waiting.isEmpty()) {
      List<W> batch = waiting.remove();
      boolean divisible = batch.size() > 1 || smaller.apply(batch.get(0)).isPresent();
      Outcome<GraphQlReply> outcome = sender.send(omitted -> text.apply(batch, omitted), divisible);
      if (outcome instanceof Outcome.Success<GraphQlReply> got && isWhole(got.value())) {
        Json repository = got.value().repository().orElseThrow();
        batch.forEach(item -> takeWhole(item, repository, take));
      } else if (!(outcome.isTooHeavy() || outcome instanceof Outcome.Success)) {
        return failed(outcome);
      } else if (batch.size() > 1) {
        add(waiting, batch.subList(0, batch.size() / 2));
        add(waiting, batch.subList(batch.size() / 2, batch.size()));
      } else {
        smaller.apply(batch.get(0)).ifPresent(part -> waiting.add(List.of(part)));
      }
    }
    return Result.ok(true);
  }

  private static <W> void add(Deque<List<W>> waiting, List<W> batch) {
    if (!batch.isEmpty()) {
      waiting.add(batch);
    }
  }

  private static <W> void takeWhole(W item, Json repository, BiConsumer<W, Json> take) {
    try {
      take.accept(item, repository);
    } catch (MalformedBody hole) {
      // The item is left out.
    }
  }

  /** Returns whether another query, or one for less, would not bring more. */
  static boolean isWhole(GraphQlReply reply) {
    return reply.errors().stream().allMatch(GraphQlReply.Problem::isFinal);
  }

  <T> Result<T> failed(Outcome<GraphQlReply> outcome) {
    return Result.failed(
        outcome
            .findFailure()
            .orElseGet(
                () ->
                    Failure.of(
                        FailureCode.SERVER_ERROR,
                        "GraphQL does not show %s; try again later".formatted(what))));
  }
}
