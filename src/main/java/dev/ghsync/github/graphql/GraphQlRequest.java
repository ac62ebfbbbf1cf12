package dev.ghsync.github.graphql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ghsync.github.client.ApiRequest;
import dev.ghsync.github.client.ErrorClassifier;
import dev.ghsync.github.client.GitHubHeaders;
import dev.ghsync.github.client.Quota;
import dev.ghsync.github.json.Body;
import dev.ghsync.github.json.BodyReader;
import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.JsonBody;
import dev.ghsync.github.json.ResponseLimits;
import dev.ghsync.http.HttpRequest;
import dev.ghsync.http.HttpResponse;
import dev.ghsync.http.Outcome;
import dev.ghsync.http.RetryPolicy;
import dev.ghsync.http.Url;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.RepoName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/**
 * A query about one repository, whose owner and name are its variables.
 *
 * @param divisible the query is for several items, so that one for half of them can follow instead,
 *     or for an item that can be left out
 * @param once the query before failed with all of its retries: then this one is not repeated
 */
record GraphQlRequest(Url url, RepoName repo, String query, boolean divisible, boolean once)
    implements ApiRequest<GraphQlReply> {
  private static final String TYPE = "application/json; charset=utf-8";
  private static final JsonFactory JSON = new JsonFactory();
  private static final BodyReader<Json> READER = JsonBody.one(ResponseLimits.GRAPHQL, json -> json);

  @Override
  public ApiCall.Kind resource() {
    return ApiCall.Kind.GRAPHQL;
  }

  @Override
  public HttpRequest http() {
    return HttpRequest.post(url, body(), TYPE).header("Accept", "application/vnd.github+json");
  }

  private byte[] body() {
    ByteArrayOutputStream body = new ByteArrayOutputStream(query.length() + 100);
    try (JsonGenerator out = JSON.createGenerator(body)) {
      out.writeStartObject();
      out.writeStringField("query", query);
      out.writeObjectFieldStart("variables");
      out.writeStringField("owner", repo.owner());
      out.writeStringField("name", repo.name());
      out.writeEndObject();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write JSON to memory", e);
    }
    return body.toByteArray();
  }

  /**
   * GraphQL sends errors with status 200 and beside data, those of limits and overloads included.
   */
  @Override
  public Outcome<GraphQlReply> read(HttpResponse response, Body body) throws IOException {
    Json json = READER.read(body);
    GraphQlReply reply = GraphQlReply.of(json);
    GitHubHeaders headers = new GitHubHeaders(response.headers());
    Instant now = headers.date().orElseGet(Instant::now);
    for (GraphQlReply.Problem error : reply.errors()) {
      if (error.type().equals("RATE_LIMITED")) {
        return ErrorClassifier.spentLimit(resetAt(headers, now), now);
      }
      if (ErrorClassifier.isSecondaryLimit(error.message())) {
        return ErrorClassifier.secondaryLimit(headers.retryAfter(now), now);
      }
    }
    boolean isComplete = reply.repository().isPresent() || reply.refusal().isPresent();
    return isComplete || !reply.unknown().isEmpty()
        ? new Outcome.Success<>(reply, points(json))
        : failed(reply);
  }

  @Override
  public GraphQlReply forbidden(String missing) {
    return GraphQlReply.refused(missing);
  }

  @Override
  public GraphQlReply notAvailable(int status, String message) {
    return GraphQlReply.refused(message);
  }

  /** GitHub ends a query after 10 seconds; then a query for half of it is better than a retry. */
  @Override
  public int retries(FailureCode failure) {
    return once || (divisible && failure != FailureCode.NETWORK) ? 0 : RetryPolicy.RETRIES;
  }

  private Outcome<GraphQlReply> failed(GraphQlReply reply) {
    String why = reply.errors().isEmpty() ? "nothing" : reply.errors().get(0).message();
    return new Outcome.TransientFailure<>(
        Failure.of(
            FailureCode.SERVER_ERROR,
            "GraphQL answered for %s: %s; try again later".formatted(repo, why)),
        Outcome.Kind.TOO_HEAVY,
        retries(FailureCode.SERVER_ERROR));
  }

  private static Instant resetAt(GitHubHeaders headers, Instant now) {
    return headers
        .rateLimit()
        .map(RateLimit::resetAt)
        .orElse(now.plus(Duration.ofHours(1)))
        .plus(Quota.SLACK);
  }

  /** Returns the cost. A query that was run costs at least a point, also without a limit. */
  private static long points(Json json) {
    Json data = json.objectOrNull("data");
    if (data == null) {
      return 0;
    }
    Json limit = data.objectOrNull("rateLimit");
    return limit == null ? 1 : Math.max(1, limit.numberOr("cost", 1));
  }
}
