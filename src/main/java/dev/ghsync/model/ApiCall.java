package dev.ghsync.model;

import java.util.OptionalLong;

/**
 * One request that was sent, for logs, events and counting. It has no secret in it.
 *
 * @param path with the query, without the origin
 * @param status the HTTP status; 0 where no answer came
 * @param millis from sending to the last byte
 * @param bytes of the answer's body as they came over the wire (compressed)
 * @param charged it used the hourly limit: neither a 304 nor unanswered
 * @param retry it repeats a request that failed
 * @param points what a GraphQL query cost; 0 for others
 * @param remaining requests left of the limit, where the answer said
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

  /** Which of GitHub's doors was asked. */
  public enum Kind {
    REST,
    GRAPHQL,
    GIT
  }

  public boolean notModified() {
    return status == 304;
  }
}
