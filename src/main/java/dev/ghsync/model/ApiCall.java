package dev.ghsync.model;

import java.util.OptionalLong;

/**
 * One request that was sent, for logs, events and counting. It contains no secret.
 *
 * @param path with the query, without the origin
 * @param status the HTTP status; 0 without an answer
 * @param millis from sending to the last byte
 * @param bytes received bytes of the answer's body, compressed or not
 * @param charged whether it counts against the hourly limit, as all answers but 304 do
 * @param retry whether it repeats a failed request
 * @param points the cost of a GraphQL query; 0 for others
 * @param remaining requests left of the limit, if the answer contains it
 */
public record ApiCall(
    Kind kind,
    String method,
    String path,
    int status,
    long millis,
    long bytes,
    boolean charged,
    boolean retry,
    long points,
    OptionalLong remaining) {

  /** The interface that was used. */
  public enum Kind {
    REST,
    GRAPHQL,
    GIT
  }

  public boolean notModified() {
    return status == 304;
  }
}
