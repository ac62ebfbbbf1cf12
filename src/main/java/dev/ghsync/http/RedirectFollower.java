package dev.ghsync.http;

import dev.ghsync.http.Outcome.Redirect;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import java.util.Optional;

/** Follows redirects within one origin, which is the only one that may receive the token. */
public final class RedirectFollower {
  private static final int MOST_REDIRECTS = 5;

  private RedirectFollower() {}

  /** A request that may be redirected. */
  public interface Target<T> {
    Outcome<T> send(Url url);

    /**
     * Returns the outcome of a redirect that has a meaning of its own; empty where the redirect is
     * to be followed, as far as it stays on the origin.
     *
     * @param to empty where {@code Location} names no address
     */
    Optional<Outcome<T>> outcomeOf(Redirect<T> redirect, Url from, Optional<Url> to);
  }

  /** Sends a request to an address and to those that it is redirected to. */
  public static <T> Outcome<T> follow(Url start, Target<T> target) {
    Url at = start;
    for (int redirects = 0; ; redirects++) {
      Outcome<T> outcome = target.send(at);
      if (!(outcome instanceof Redirect<T> redirect)) {
        return outcome;
      }
      Optional<Url> to = at.resolve(redirect.location());
      Optional<Outcome<T>> end = target.outcomeOf(redirect, at, to);
      if (end.isPresent()) {
        return end.get();
      }
      if (to.isEmpty() || !to.get().hasOriginOf(start)) {
        return rejected(at + " is redirected to another server; the redirect was not followed");
      }
      if (redirects == MOST_REDIRECTS) {
        return rejected(at + " was redirected more than " + MOST_REDIRECTS + " times");
      }
      at = to.get();
    }
  }

  /** Returns the outcome of a redirect that is not followed. */
  public static <T> Outcome<T> rejected(String message) {
    return new Outcome.Rejected<>(Failure.of(FailureCode.BAD_RESPONSE, message));
  }
}
