package dev.ghsync.github.graphql;

import dev.ghsync.github.json.Json;
import dev.ghsync.http.Outcome;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.ObjectId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The sizes of blobs in bytes. A query has no connection, so it costs one point. A query that is
 * too much for the server is halved, and a blob that cannot be delivered even alone is left out.
 */
final class GraphQlBlobs {
  private static final String SIZE = "byteSize";
  private static final Set<String> NEEDED = Set.of(SIZE, "Blob", "object", "oid");

  private final GraphQl graphql;
  private final RepoName repo;
  private final Consumer<ApiCall> listener;

  GraphQlBlobs(GraphQl graphql, RepoName repo, Consumer<ApiCall> listener) {
    this.graphql = graphql;
    this.repo = repo;
    this.listener = listener;
  }

  /** Returns the sizes that the server shows; the others are left out. */
  Result<Map<ObjectId, Long>> fetch(List<ObjectId> blobs) {
    Map<ObjectId, Long> sizes = new HashMap<>();
    Deque<List<ObjectId>> waiting = new ArrayDeque<>(List.of(blobs));
    while (!waiting.isEmpty() && graphql.omitted().stream().noneMatch(NEEDED::contains)) {
      List<ObjectId> batch = waiting.remove();
      boolean divisible = batch.size() > 1;
      Outcome<GraphQlReply> outcome =
          graphql.send(repo, omitted -> query(batch, omitted), divisible, listener);
      if (outcome instanceof Outcome.Success<GraphQlReply> success) {
        take(batch, success.value(), sizes);
      } else if (!outcome.isTooHeavy()) {
        return Result.failed(outcome.findFailure().orElseThrow());
      } else if (divisible) {
        waiting.add(batch.subList(0, batch.size() / 2));
        waiting.add(batch.subList(batch.size() / 2, batch.size()));
      }
    }
    return Result.ok(sizes);
  }

  private static String query(List<ObjectId> blobs, Set<String> omitted) {
    boolean isKnown = omitted.stream().noneMatch(NEEDED::contains);
    StringBuilder fields = new StringBuilder(isKnown ? "" : "    id\n");
    for (int i = 0; isKnown && i < blobs.size(); i++) {
      fields
          .append("    b")
          .append(i)
          .append(": object(oid: \"")
          .append(blobs.get(i).hex())
          .append("\") { ... on Blob { byteSize } }\n");
    }
    return GraphQl.query(fields);
  }

  private static void take(List<ObjectId> blobs, GraphQlReply reply, Map<ObjectId, Long> sizes) {
    Json repository = reply.repository().orElseThrow();
    for (int i = 0; i < blobs.size(); i++) {
      Json blob = repository.objectOrNull("b" + i);
      Long size = blob == null ? null : blob.numberOrNull(SIZE);
      if (size != null && size >= 0) {
        sizes.put(blobs.get(i), size);
      }
    }
  }
}
