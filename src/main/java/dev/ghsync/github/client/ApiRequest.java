package dev.ghsync.github.client;

import dev.ghsync.github.json.Body;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.http.HttpRequest;
import dev.ghsync.http.HttpResponse;
import dev.ghsync.http.Outcome;
import dev.ghsync.http.RetryPolicy;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.FailureCode;
import java.io.IOException;

/**
 * A REST or GraphQL request, and the reading of its responses.
 *
 * @param <T> the result, which includes refusals of the requested item
 */
public interface ApiRequest<T> {
  /** Returns which of GitHub's limits the request counts against. */
  ApiCall.Kind resource();

  HttpRequest http();

  /** Whether a response with this status is the expected one. */
  default boolean expects(int status) {
    return status == 200 || status == 304;
  }

  /**
   * Reads a response with a status that is expected.
   *
   * @throws MalformedBody where the body is not what was asked for
   */
  Outcome<T> read(HttpResponse response, Body body) throws IOException;

  /** Returns the result where the token lacks a permission. */
  T forbidden(String missing);

  /** Returns the result where the item is not available: 404, 409, 410, 422. */
  T notAvailable(int status, String message);

  /** Returns how many retries are worth making after a failure. */
  default int retries(FailureCode failure) {
    return RetryPolicy.RETRIES;
  }

  /** Whether the request is neither charged nor counted. */
  default boolean isFree() {
    return false;
  }
}
