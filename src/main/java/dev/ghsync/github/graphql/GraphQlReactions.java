package dev.ghsync.github.graphql;

import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.http.Outcome;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Batches;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.Reaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The reactions to items by their node ids, 100 items for one point. An item that does not exist
 * any more, or that cannot be delivered even alone, is left out.
 */
final class GraphQlReactions {
  /** The most items of one query. */
  static final int BATCH = 100;

  private static final String FRAGMENT =
      """
      fragment reactions on ReactionConnection {
        pageInfo { hasNextPage endCursor }
        nodes { databaseId content createdAt user { __typename login databaseId } }
      }
      """;

  private final GraphQl graphql;
  private final RepoName repo;
  private final Consumer<ApiCall> listener;
  private final Map<String, List<Reaction>> found = new HashMap<>();
  private final Deque<List<Want>> waiting = new ArrayDeque<>();

  GraphQlReactions(GraphQl graphql, RepoName repo, Consumer<ApiCall> listener) {
    this.graphql = graphql;
    this.repo = repo;
    this.listener = listener;
  }

  /** A page of the reactions to an item; null for the first page. */
  private record Want(String id, @Nullable String after) {}

  /** Returns the reactions to each item that GraphQL shows. */
  Result<Map<String, List<Reaction>>> fetch(Collection<String> ids) {
    List<Want> wants = ids.stream().map(id -> new Want(id, null)).toList();
    waiting.addAll(Batches.of(wants, BATCH));
    while (!waiting.isEmpty()) {
      List<Want> batch = waiting.remove();
      boolean divisible = batch.size() > 1;
      Outcome<GraphQlReply> outcome =
          graphql.send(repo, omitted -> query(batch), divisible, listener);
      if (outcome instanceof Outcome.Success<GraphQlReply> success) {
        take(batch, success.value());
      } else if (!outcome.isTooHeavy()) {
        return Result.failed(outcome.findFailure().orElseThrow());
      } else if (divisible) {
        waiting.add(batch.subList(0, batch.size() / 2));
        waiting.add(batch.subList(batch.size() / 2, batch.size()));
      } else {
        found.remove(batch.get(0).id());
      }
    }
    return Result.ok(found);
  }

  private static String query(List<Want> wants) {
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < wants.size(); i++) {
      String after = wants.get(i).after();
      nodes.append(
          "  n%s: node(id: %s) { ... on Reactable { reactions(first: 100%s) { ...reactions } } }\n"
              .formatted(
                  Integer.toString(i),
                  PullQuery.literal(wants.get(i).id()),
                  after == null ? "" : ", after: " + PullQuery.literal(after)));
    }
    String query = GraphQl.query("    id\n");
    int end = query.lastIndexOf('}');
    return query.substring(0, end) + nodes + "}\n" + FRAGMENT;
  }

  private void take(List<Want> wants, GraphQlReply reply) {
    Json data = reply.data().orElseThrow();
    for (int i = 0; i < wants.size(); i++) {
      Want want = wants.get(i);
      try {
        Json node = data.objectOrNull("n" + i);
        if (node != null) {
          keep(want, node.object("reactions"));
          continue;
        }
      } catch (MalformedBody hole) {
        // The item is left out.
      }
      found.remove(want.id());
    }
  }

  private void keep(Want want, Json page) {
    List<Reaction> all = new ArrayList<>(found.getOrDefault(want.id(), List.of()));
    for (Json reaction : page.requiredList("nodes")) {
      all.add(
          new Reaction(
              reaction.number("databaseId"),
              GraphQlAccount.userOrNull(reaction, "user"),
              Reaction.contentOf(reaction.text("content")),
              reaction.time("createdAt")));
    }
    found.put(want.id(), all);
    Optional<String> next = PullQuery.next(page).filter(after -> !after.equals(want.after()));
    next.ifPresent(after -> waiting.add(List.of(new Want(want.id(), after))));
  }
}
