package dev.ghsync.github.graphql;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ghsync.github.Answer;
import dev.ghsync.github.ApiRequest;
import dev.ghsync.github.ErrorClassifier;
import dev.ghsync.github.Quota;
import dev.ghsync.github.ReplyHeaders;
import dev.ghsync.github.json.Body;
import dev.ghsync.github.json.BodyReader;
import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.JsonBody;
import dev.ghsync.github.json.ResponseLimits;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.RepoName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * A query to GraphQL about one repository, whose owner and name it takes as variables.
 *
 * @param divisible it asks for several things, so that half of them can be asked for instead, or
 *     for one that can be left out
 * @param stumbled the one before broke again and again: then this one is not tried again
 */
record GraphQlRequest(HttpUrl url, RepoName repo, String query, boolean divisible, boolean stumbled)
    implements ApiRequest<GraphQlReply> {
  private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
  private static final BodyReader<Json> READER = JsonBody.one(ResponseLimits.GRAPHQL, json -> json);

  @Override
  public ApiCall.Kind resource() {
    return ApiCall.Kind.GRAPHQL;
  }

  @Override
  public Request request() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("query", query);
    body.putObject("variables").put("owner", repo.owner()).put("name", repo.name());
    return new Request.Builder()
        .url(url)
        .header("Accept", "application/vnd.github+json")
        .post(RequestBody.create(body.toString(), JSON))
        .build();
  }

  /** Errors come with 200 and beside data; what limits and overloads is sorted out here. */
  @Override
  public Answer<GraphQlReply> read(Response response, Body body) throws IOException {
    Json answer = READER.read(body);
    GraphQlReply reply = GraphQlReply.of(answer);
    ReplyHeaders headers = new ReplyHeaders(response.headers());
    Instant now = headers.date().orElseGet(Instant::now);
    for (GraphQlReply.Problem error : reply.errors()) {
      if (error.type().equals("RATE_LIMITED")) {
        return ErrorClassifier.spent(resetAt(headers, now), now);
      }
      if (ErrorClassifier.asksForPause(error.message())) {
        return ErrorClassifier.pause(headers.retryAfter(now), now);
      }
    }
    boolean understood = reply.repository().isPresent() || reply.refusal().isPresent();
    return understood || !reply.unknown().isEmpty()
        ? new Answer.Success<>(reply, points(answer))
        : failed(reply);
  }

  @Override
  public GraphQlReply forbidden(String missing) {
    return GraphQlReply.refused(missing);
  }

  @Override
  public GraphQlReply absent(int status, String message) {
    return GraphQlReply.refused(message);
  }

  /** GitHub gives up a query after 10 seconds; then half of it is the better second try. */
  @Override
  public int moreTries(FailureCode how) {
    return stumbled || (divisible && how != FailureCode.NETWORK) ? 0 : 3;
  }

  private Answer<GraphQlReply> failed(GraphQlReply reply) {
    String why = reply.errors().isEmpty() ? "nothing" : reply.errors().get(0).message();
    return new Answer.TransientFailure<>(
        Failure.of(
            FailureCode.SERVER_ERROR,
            "GraphQL answered for %s: %s; try again later".formatted(repo, why)),
        moreTries(FailureCode.SERVER_ERROR),
        true,
        Optional.empty());
  }

  private static Instant resetAt(ReplyHeaders headers, Instant now) {
    return headers
        .rateLimit()
        .map(RateLimit::resetAt)
        .orElse(now.plus(Duration.ofHours(1)))
        .plus(Quota.SLACK);
  }

  /** A query that was run costs at least a point, also where the server keeps no limit. */
  private static long points(Json answer) {
    Json data = answer.objectOrNull("data");
    if (data == null) {
      return 0;
    }
    Json limit = data.objectOrNull("rateLimit");
    return limit == null ? 1 : Math.max(1, limit.numberOr("cost", 1));
  }
}
