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
  public Failure {
    message = Redaction.redact(message);
  }

  /** A signal came. */
  public static final Failure STOPPED =
      of(FailureCode.INTERRUPTED, "stopped; what was stored stays, run again to go on");

  /** The run has had its time. */
  public static final Failure OVER =
      of(FailureCode.BUDGET, "the time given with --deadline is over; run again to go on");

  public static Failure of(FailureCode code, String message) {
    return new Failure(code, message, Optional.empty());
  }

  public Failure retryAt(Instant at) {
    return new Failure(code, message, Optional.of(at));
  }
}
