package dev.ghsync.github;

import dev.ghsync.model.Exchange;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.Validator;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.HttpUrl;

/** Fetches endpoints: conditions, redirects, and smaller pages where a whole one does not come. */
final class Rest {
  private static final int HOPS = 5;
  private static final List<Integer> SMALLER_PAGES = List.of(50, 25);

  private final HttpUrl api;
  private final String fingerprint;
  private final Patience patience;

  Rest(URI apiUrl, Token token, Patience patience) {
    this.api = HttpUrl.get(Urls.base(apiUrl));
    this.fingerprint = token.fingerprint();
    this.patience = patience;
  }

  /**
   * Fetches an endpoint.
   *
   * @param again it failed in an earlier run: then it is not tried once more
   */
  <T> Result<Fetched<T>> fetch(
      Endpoint<T> endpoint, Optional<Validator> known, boolean again, Consumer<Exchange> listener) {
    Optional<Validator> fitting = known.filter(validator -> fits(validator, endpoint));
    long begin = System.nanoTime();
    Answer<Fetched<T>> answer = new Journey<>(endpoint, fitting, again, listener).go();
    for (int size : SMALLER_PAGES) {
      Optional<Endpoint<T>> smaller = smaller(endpoint, size);
      if (answer.isTooHeavy() && smaller.isPresent() && Patience.lastsSince(begin)) {
        answer = new Journey<>(smaller.get(), Optional.empty(), true, listener).go();
      }
    }
    return answer instanceof Answer.Got<Fetched<T>> got
        ? Result.ok(got.value())
        : Result.failed(answer.why().orElseThrow());
  }

  private boolean fits(Validator validator, Endpoint<?> endpoint) {
    return validator.url().equals(endpoint.url())
        && validator.accept().equals(endpoint.accept())
        && validator.tokenFingerprint().equals(fingerprint);
  }

  /** Only where nothing is lost by it: see {@link Endpoint.Trait#KEY_WALK}. */
  private static <T> Optional<Endpoint<T>> smaller(Endpoint<T> endpoint, int size) {
    return endpoint.is(Endpoint.Trait.KEY_WALK)
        ? Urls.smallerPage(endpoint.url(), size).map(endpoint::at)
        : Optional.empty();
  }

  /** From an address to where it leads: with the token, and therefore on the same origin only. */
  private final class Journey<T> {
    private final Endpoint<T> endpoint;
    private final Optional<Validator> known;
    private final boolean again;
    private final Consumer<Exchange> listener;

    Journey(
        Endpoint<T> endpoint,
        Optional<Validator> known,
        boolean again,
        Consumer<Exchange> listener) {
      this.endpoint = endpoint;
      this.known = known;
      this.again = again;
      this.listener = listener;
    }

    Answer<Fetched<T>> go() {
      HttpUrl start = HttpUrl.parse(endpoint.url());
      return start == null || !Urls.sameOrigin(api, start)
          ? refused(endpoint.url() + " is not an address of " + api)
          : ask(start, HOPS);
    }

    private Answer<Fetched<T>> ask(HttpUrl url, int hops) {
      Question<Fetched<T>> question = new RestQuestion<>(endpoint, url, known, fingerprint);
      Answer<Fetched<T>> answer = patience.ask(question, again, listener);
      return answer instanceof Answer.Moved<Fetched<T>> moved ? follow(moved, url, hops) : answer;
    }

    private Answer<Fetched<T>> follow(Answer.Moved<Fetched<T>> moved, HttpUrl from, int hops) {
      HttpUrl to = from.resolve(moved.location());
      boolean away =
          endpoint.is(Endpoint.Trait.ITEM) && (to == null || !Urls.isSameItem(endpoint, from, to));
      if (away && to != null && Urls.isOfItem(to)) {
        return new Answer.Got<>(gone(moved), 0);
      }
      if (to == null || !Urls.sameOrigin(api, to)) {
        return refused(Urls.path(from) + " is redirected to another server; it was not followed");
      }
      if (away) {
        return refused(
            "%s is redirected to %s, which is not an issue or a comment; a proxy or a login page may be in between"
                .formatted(Urls.path(from), Texts.quote(Urls.path(to))));
      }
      return hops == 0
          ? refused(Urls.path(from) + " was redirected more than " + HOPS + " times")
          : ask(to, hops - 1);
    }

    private Fetched<T> gone(Answer.Moved<Fetched<T>> moved) {
      String location = moved.location();
      return new Fetched.Absent<>(
          moved.status(), "moved to " + Texts.quote(location), Optional.of(location));
    }

    private Answer<Fetched<T>> refused(String message) {
      return new Answer.Refused<>(Failure.of(FailureCode.BAD_RESPONSE, message));
    }
  }
}
