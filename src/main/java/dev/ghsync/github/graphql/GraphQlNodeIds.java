package dev.ghsync.github.graphql;

import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.http.Outcome;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The node ids of reviews and of discussions with their comments. The rows do not have them, and
 * only by a node id does GraphQL show a single one.
 */
final class GraphQlNodeIds {
  private static final int PAGE = 100;

  /** Comments that may have been added since they were counted. */
  private static final int ADDED = 5;

  private static final String REPLIES =
      " replies(first: 100) { pageInfo { hasNextPage endCursor } nodes { id databaseId } }";

  private static final String MORE_REPLIES =
      "  c: node(id: %s) { ... on DiscussionComment { list: replies(first: 100, after: %s)"
          + " { pageInfo { hasNextPage endCursor } nodes { id databaseId } } } }\n";

  private final GraphQl graphql;
  private final RepoName repo;
  private final Consumer<ApiCall> listener;
  private final List<NodeId> found = new ArrayList<>();
  private final Deque<Replies> moreReplies = new ArrayDeque<>();

  GraphQlNodeIds(GraphQl graphql, RepoName repo, Consumer<ApiCall> listener) {
    this.graphql = graphql;
    this.repo = repo;
    this.listener = listener;
  }

  /** A page of a list below an item. */
  private record Want(long number, int size, @Nullable String after) {
    String page() {
      String from = after == null ? "" : ", after: " + PullQuery.literal(after);
      return "(first: " + size + from + ")";
    }
  }

  /** The replies to a comment that follow those of the first page. */
  private record Replies(String comment, String after) {}

  /** Returns the node ids of the reviews of pull requests, with the ids of the reviews. */
  Result<List<NodeId>> reviews(List<Long> pulls) {
    return fetch(
        pulls.stream().map(number -> new Want(number, PAGE, null)).toList(),
        want -> "pullRequest(number: %s) { list: reviews%s".formatted(want.number(), want.page()),
        "",
        "");
  }

  /**
   * Returns the node ids of discussions, of their comments and replies, by their ids. A hundred
   * requested comments cost a point.
   *
   * @param comments how many comments of the top level each discussion had when it was read
   */
  Result<List<NodeId>> discussions(Map<Long, Long> comments) {
    Result<List<NodeId>> first =
        fetch(
            comments.entrySet().stream()
                .map(e -> new Want(e.getKey(), (int) Math.min(PAGE, e.getValue() + ADDED), null))
                .toList(),
            want ->
                "discussion(number: %s) { id databaseId list: comments%s"
                    .formatted(want.number(), want.page()),
            REPLIES,
            "databaseId");
    return first.flatMap(ids -> fetchMoreReplies());
  }

  private Result<List<NodeId>> fetchMoreReplies() {
    while (!moreReplies.isEmpty()) {
      Replies want = moreReplies.remove();
      String node =
          MORE_REPLIES.formatted(
              PullQuery.literal(want.comment()), PullQuery.literal(want.after()));
      Outcome<GraphQlReply> outcome =
          graphql.send(repo, omitted -> GraphQl.query("    id\n", node), false, listener);
      if (outcome instanceof Outcome.Success<GraphQlReply> success) {
        Json comment = success.value().data().orElseThrow().objectOrNull("c");
        takeReplies(want, comment);
      } else if (!outcome.isTooHeavy()) {
        return Result.failed(outcome.findFailure().orElseThrow());
      }
    }
    return Result.ok(found);
  }

  private void takeReplies(Replies want, @Nullable Json comment) {
    try {
      if (comment != null) {
        Json list = comment.object("list");
        list.requiredList("nodes").forEach(reply -> put(reply, false));
        PullQuery.next(list)
            .filter(after -> !after.equals(want.after()))
            .ifPresent(after -> moreReplies.add(new Replies(want.comment(), after)));
      }
    } catch (MalformedBody hole) {
      // The rest is left out.
    }
  }

  private Result<List<NodeId>> fetch(
      List<Want> wants, Function<Want, String> list, String more, String idField) {
    Deque<List<Want>> waiting = new ArrayDeque<>();
    waiting.add(wants);
    while (!waiting.isEmpty()) {
      List<Want> batch = waiting.remove();
      boolean divisible = batch.size() > 1;
      Outcome<GraphQlReply> outcome =
          graphql.send(
              repo, omitted -> query(batch, list, more, id(idField, omitted)), divisible, listener);
      if (outcome instanceof Outcome.Success<GraphQlReply> success) {
        List<Want> further = new ArrayList<>();
        Json repository = success.value().repository().orElseThrow();
        for (int i = 0; i < batch.size(); i++) {
          take(batch.get(i), repository.objectOrNull("i" + i)).ifPresent(further::add);
        }
        if (!further.isEmpty()) {
          waiting.add(further);
        }
      } else if (!outcome.isTooHeavy()) {
        return Result.failed(outcome.findFailure().orElseThrow());
      } else if (divisible) {
        waiting.add(batch.subList(0, batch.size() / 2));
        waiting.add(batch.subList(batch.size() / 2, batch.size()));
      }
    }
    return Result.ok(found);
  }

  private static String id(String field, Set<String> omitted) {
    if (!field.isEmpty()) {
      return field;
    }
    return omitted.contains("fullDatabaseId") ? "databaseId" : "databaseId: fullDatabaseId";
  }

  private static String query(
      List<Want> wants, Function<Want, String> list, String more, String idField) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < wants.size(); i++) {
      fields.append(
          "    i%s: %s { pageInfo { hasNextPage endCursor } nodes { id %s%s } } }\n"
              .formatted(Integer.toString(i), list.apply(wants.get(i)), idField, more));
    }
    return GraphQl.query(fields);
  }

  /** Returns the next page. An item that is not shown whole is left out. */
  private Optional<Want> take(Want want, @Nullable Json item) {
    try {
      if (item == null) {
        return Optional.empty();
      }
      put(item, true);
      Json list = item.object("list");
      for (Json node : list.requiredList("nodes")) {
        put(node, false);
        if (node.has("replies")) {
          Json replies = node.object("replies");
          replies.requiredList("nodes").forEach(reply -> put(reply, false));
          PullQuery.next(replies)
              .ifPresent(after -> moreReplies.add(new Replies(node.text("id"), after)));
        }
      }
      return PullQuery.next(list)
          .filter(after -> !after.equals(want.after()))
          .map(after -> new Want(want.number(), PAGE, after));
    } catch (MalformedBody hole) {
      return Optional.empty();
    }
  }

  private void put(Json node, boolean isDiscussion) {
    if (node.has("databaseId")) {
      found.add(new NodeId(node.text("id"), node.bigNumber("databaseId"), isDiscussion));
    }
  }
}
