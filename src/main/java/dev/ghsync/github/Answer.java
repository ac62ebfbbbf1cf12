package dev.ghsync.github;

import dev.ghsync.model.Failure;
import java.time.Duration;
import java.util.Optional;

/** What one request has come to. */
public sealed interface Answer<T> {
  /**
   * An answer that can be worked with.
   *
   * @param points what it cost, of GraphQL: 0 where the query was not run
   */
  record Success<T>(T value, long points) implements Answer<T> {}

  /** A redirect, not yet followed. */
  record Redirect<T>(int status, String location) implements Answer<T> {}

  /** Neither asking again nor waiting mends it. */
  record Rejected<T>(Failure failure) implements Answer<T> {}

  /**
   * A limit, GitHub's or the user's, that passes with time.
   *
   * @param failure with {@code retryAt}
   * @param pause until then
   * @param told GitHub has said how long; otherwise it is a guess that grows
   * @param sent GitHub was asked; otherwise an earlier answer had told that it was in vain
   */
  record RateLimited<T>(Failure failure, Duration pause, boolean told, boolean sent)
      implements Answer<T> {}

  /**
   * Something broke that may work the next time.
   *
   * @param moreTries how many are worth making, 0 or more
   * @param lighter asking for less may help
   * @param retryAfter what the server asks for
   */
  record TransientFailure<T>(
      Failure failure, int moreTries, boolean lighter, Optional<Duration> retryAfter)
      implements Answer<T> {}

  /** Why there is no value; empty for {@link Success} and {@link Redirect}. */
  default Optional<Failure> why() {
    if (this instanceof Rejected<T> refused) {
      return Optional.of(refused.failure());
    }
    if (this instanceof RateLimited<T> limited) {
      return Optional.of(limited.failure());
    }
    return this instanceof TransientFailure<T> trouble
        ? Optional.of(trouble.failure())
        : Optional.empty();
  }

  /** It broke in a way that asking for less may mend. */
  default boolean isTooHeavy() {
    return this instanceof TransientFailure<T> trouble && trouble.lighter();
  }
}
