package dev.ghsync.github;

import dev.ghsync.github.json.Texts;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Token;
import dev.ghsync.model.Validator;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.HttpUrl;

/** Fetches endpoints: conditions, redirects, and smaller pages where a whole one does not come. */
final class Rest {
  private static final int HOPS = 5;

  private final HttpUrl api;
  private final String fingerprint;
  private final RetryPolicy retryPolicy;
  private final PageSizes sizes = new PageSizes();

  Rest(URI apiUrl, Token token, RetryPolicy retryPolicy) {
    this.api = HttpUrl.get(Urls.base(apiUrl));
    this.fingerprint = token.fingerprint();
    this.retryPolicy = retryPolicy;
  }

  /**
   * Fetches an endpoint.
   *
   * @param again it failed in an earlier run: then it is not tried once more
   */
  <T> Fetched<T> fetch(
      Endpoint<T> endpoint, Optional<Validator> known, boolean again, Consumer<ApiCall> listener) {
    Optional<Validator> fitting = known.filter(validator -> fits(validator, endpoint));
    Answer<Fetched<T>> answer =
        endpoint.is(Endpoint.Trait.LIST)
            ? new ListPage<T>(
                    endpoint,
                    Urls.listPath(endpoint.url()),
                    sizes,
                    (page, validator, instead, once) ->
                        new Journey<>(page, validator, instead, once, listener).go())
                .read(fitting, again)
            : new Journey<>(endpoint, fitting, again, false, listener).go();
    return answer instanceof Answer.Success<Fetched<T>> got
        ? got.value()
        : new Fetched.Stopped<>(answer.why().orElseThrow());
  }

  private boolean fits(Validator validator, Endpoint<?> endpoint) {
    return validator.url().equals(endpoint.url())
        && validator.accept().equals(endpoint.accept())
        && validator.tokenFingerprint().equals(fingerprint);
  }

  /** From an address to where it leads: with the token, and therefore on the same origin only. */
  private final class Journey<T> {
    private final Endpoint<T> endpoint;
    private final Optional<Validator> known;
    private final boolean again;
    private final boolean once;
    private final Consumer<ApiCall> listener;

    Journey(
        Endpoint<T> endpoint,
        Optional<Validator> known,
        boolean again,
        boolean once,
        Consumer<ApiCall> listener) {
      this.endpoint = endpoint;
      this.known = known;
      this.again = again;
      this.once = once;
      this.listener = listener;
    }

    Answer<Fetched<T>> go() {
      HttpUrl start = HttpUrl.parse(endpoint.url());
      return start == null || !Urls.sameOrigin(api, start)
          ? refused(endpoint.url() + " is not an address of " + api)
          : ask(start, HOPS);
    }

    private Answer<Fetched<T>> ask(HttpUrl url, int hops) {
      ApiRequest<Fetched<T>> question =
          new RestRequest<>(
              endpoint, url, known, fingerprint, once || endpoint.is(Endpoint.Trait.ONCE));
      Answer<Fetched<T>> answer = retryPolicy.ask(question, again, listener);
      return answer instanceof Answer.Redirect<Fetched<T>> moved
          ? follow(moved, url, hops)
          : answer;
    }

    private Answer<Fetched<T>> follow(Answer.Redirect<Fetched<T>> moved, HttpUrl from, int hops) {
      HttpUrl to = from.resolve(moved.location());
      boolean away =
          endpoint.is(Endpoint.Trait.ITEM) && (to == null || !Urls.isSameItem(endpoint, from, to));
      if (away && to != null && Urls.isOfItem(to)) {
        return new Answer.Success<>(gone(moved), 0);
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

    private Fetched<T> gone(Answer.Redirect<Fetched<T>> moved) {
      String location = moved.location();
      return new Fetched.NotAvailable<>(
          moved.status(), "moved to " + Texts.quote(location), Optional.of(location));
    }

    private Answer<Fetched<T>> refused(String message) {
      return new Answer.Rejected<>(Failure.of(FailureCode.BAD_RESPONSE, message));
    }
  }
}
