package dev.ghsync.github;

import dev.ghsync.github.json.Body;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.FailureCode;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;

/**
 * One request and how its answers are read; a REST address or a GraphQL query.
 *
 * @param <T> what comes of it, refusals of this one thing included
 */
public interface ApiRequest<T> {
  ApiCall.Kind resource();

  Request request();

  /**
   * Reads 200 and 304.
   *
   * @throws MalformedBody where the body is not what was asked for
   */
  Answer<T> read(Response response, Body body) throws IOException;

  /** The token lacks a permission. */
  T forbidden(String missing);

  /** This one thing is not to be had: 404, 409, 410, 422. */
  T absent(int status, String message);

  /** How often what broke in this way is worth another try. */
  default int moreTries(FailureCode how) {
    return 3;
  }

  /** Nothing is charged or counted. */
  default boolean isFree() {
    return false;
  }
}
