package dev.ghsync.http;

import dev.ghsync.model.Failure;
import java.time.Duration;
import java.util.Optional;

/** The result of one exchange. It stays within {@code http}, {@code github} and {@code git}. */
public sealed interface Outcome<T> {
  /**
   * A response that can be used.
   *
   * @param points the cost of a GraphQL query; 0 where it was not run, and for other requests
   */
  record Success<T>(T value, long points) implements Outcome<T> {
    public Success(T value) {
      this(value, 0);
    }
  }

  /** A redirect that was not followed yet. */
  record Redirect<T>(int status, String location) implements Outcome<T> {}

  /** A failure that neither a retry nor waiting changes. */
  record Rejected<T>(Failure failure) implements Outcome<T> {}

  /**
   * A limit, the server's or the user's, that passes with time.
   *
   * @param failure has a {@code retryAt}
   * @param pause the time until then
   * @param exact whether the server named the time; otherwise it is a guess, which grows
   * @param sent whether a request was sent; otherwise an earlier response had named the limit
   */
  record RateLimited<T>(Failure failure, Duration pause, boolean exact, boolean sent)
      implements Outcome<T> {}

  /**
   * A failure after which a retry may succeed.
   *
   * @param retries how many are worth making, 0 or more
   * @param retryAfter the pause that the server asks for
   */
  record TransientFailure<T>(Failure failure, Kind kind, int retries, Optional<Duration> retryAfter)
      implements Outcome<T> {
    public TransientFailure(Failure failure, Kind kind, int retries) {
      this(failure, kind, retries, Optional.empty());
    }
  }

  /** The kinds of transient failures. */
  enum Kind {
    /** There was no connection. */
    UNREACHABLE,
    /** The server failed or the response broke off: a request for less may succeed. */
    TOO_HEAVY,
    /** The response had begun, and its reader keeps what arrived: the server is alive. */
    CUT
  }

  /** Returns the failure; empty for {@link Success} and {@link Redirect}. */
  default Optional<Failure> findFailure() {
    if (this instanceof Rejected<T> rejected) {
      return Optional.of(rejected.failure());
    }
    if (this instanceof RateLimited<T> limited) {
      return Optional.of(limited.failure());
    }
    return this instanceof TransientFailure<T> failed
        ? Optional.of(failed.failure())
        : Optional.empty();
  }

  /** Whether a request for less may succeed. */
  default boolean isTooHeavy() {
    return this instanceof TransientFailure<T> failed && failed.kind() == Kind.TOO_HEAVY;
  }
}
