package dev.ghsync.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An expected failure.
 *
 * @param message for people: what happened, to what, and what to do next; no secrets, no SQL, no
 *     stack trace
 * @param retryAt when a retry can succeed; empty if waiting does not help
 */
public record Failure(FailureCode code, String message, Optional<Instant> retryAt) {
  public Failure {
    message = Redaction.redact(message);
  }

  /** The process received a signal. */
  public static final Failure STOPPED =
      of(FailureCode.INTERRUPTED, "stopped; what was stored stays, run again to continue");

  /** The run has reached its deadline. */
  public static final Failure OVER =
      of(FailureCode.BUDGET, "the time given with --deadline is over; run again to continue");

  public static Failure of(FailureCode code, String message) {
    return new Failure(code, message, Optional.empty());
  }

  public Failure retryAt(Instant at) {
    return new Failure(code, message, Optional.of(at));
  }
}
