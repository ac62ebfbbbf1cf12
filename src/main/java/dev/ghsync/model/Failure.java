package dev.ghsync.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An expected failure.
 *
 * @param message for people: what happened, to what, and what to do next; no secrets, no SQL, no
 *     stack trace
 * @param retryAt when trying again can help; empty where time alone mends nothing
 */
public record Failure(FailureCode code, String message, Optional<Instant> retryAt) {
  public static Failure of(FailureCode code, String message) {
    return new Failure(code, message, Optional.empty());
  }

  public Failure retryAt(Instant at) {
    return new Failure(code, message, Optional.of(at));
  }
}
