package dev.ghsync.github;

import dev.ghsync.github.client.KnownAccess;
import dev.ghsync.github.client.RequestExecutor;
import dev.ghsync.github.json.Texts;
import dev.ghsync.http.Outcome;
import dev.ghsync.http.RedirectFollower;
import dev.ghsync.http.Url;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Validator;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/** Fetches endpoints: with validators, redirects, and smaller pages where a whole one fails. */
final class Rest {
  private final Url api;
  private final RequestExecutor executor;
  private final KnownAccess access;
  private final PageSizes sizes = new PageSizes();

  Rest(URI apiUrl, RequestExecutor executor, KnownAccess access) {
    this.api = Url.of(ApiUrls.base(apiUrl));
    this.executor = executor;
    this.access = access;
  }

  /**
   * Fetches an endpoint. What the token is known to lack a permission for is not requested.
   *
   * @param failedBefore it failed in an earlier run: then it is sent once
   */
  <T> Fetched<T> fetch(
      Endpoint<T> endpoint,
      Optional<Validator> known,
      boolean failedBefore,
      Consumer<ApiCall> listener) {
    Optional<String> missing = access.missingFor(endpoint.pageWithin());
    if (missing.isPresent()) {
      return new Fetched.Forbidden<>(missing.get());
    }
    Optional<Validator> fitting = known.filter(validator -> fits(validator, endpoint));
    Outcome<Fetched<T>> outcome =
        endpoint.is(Endpoint.Trait.LIST)
            ? new ListPage<T>(
                    endpoint,
                    sizes,
                    (page, validator, again, once) ->
                        send(new Target<>(page, validator, again, once, listener)))
                .read(fitting, failedBefore)
            : send(new Target<>(endpoint, fitting, failedBefore, false, listener));
    return outcome instanceof Outcome.Success<Fetched<T>> success
        ? success.value()
        : new Fetched.Stopped<>(outcome.findFailure().orElseThrow());
  }

  private boolean fits(Validator validator, Endpoint<?> endpoint) {
    return validator.url().equals(endpoint.url())
        && validator.accept().equals(endpoint.accept())
        && validator.tokenFingerprint().equals(executor.tokenFingerprint());
  }

  private <T> Outcome<Fetched<T>> send(Target<T> target) {
    String address = target.endpoint.url();
    return Url.parse(address)
        .filter(api::hasOriginOf)
        .map(start -> RedirectFollower.follow(start, target))
        .orElseGet(() -> RedirectFollower.rejected(address + " is not an address of " + api));
  }

  /** An endpoint, at its own address or at one that it is redirected to. */
  private final class Target<T> implements RedirectFollower.Target<Fetched<T>> {
    private final Endpoint<T> endpoint;
    private final Optional<Validator> known;
    private final boolean failedBefore;
    private final boolean once;
    private final Consumer<ApiCall> listener;

    Target(
        Endpoint<T> endpoint,
        Optional<Validator> known,
        boolean failedBefore,
        boolean once,
        Consumer<ApiCall> listener) {
      this.endpoint = endpoint;
      this.known = known;
      this.failedBefore = failedBefore;
      this.once = once || endpoint.is(Endpoint.Trait.ONCE);
      this.listener = listener;
    }

    @Override
    public Outcome<Fetched<T>> send(Url url) {
      return executor.execute(
          new RestRequest<>(endpoint, url, known, executor.tokenFingerprint(), once),
          failedBefore,
          listener);
    }

    /** A redirect of an item to another item means that the item has moved. */
    @Override
    public Optional<Outcome<Fetched<T>>> outcomeOf(
        Outcome.Redirect<Fetched<T>> redirect, Url from, Optional<Url> to) {
      if (to.isEmpty()
          || !endpoint.is(Endpoint.Trait.ITEM)
          || ApiUrls.isSameItem(endpoint, from, to.get())) {
        return Optional.empty();
      }
      if (ApiUrls.isItem(to.get())) {
        String location = redirect.location();
        return Optional.of(
            new Outcome.Success<>(
                new Fetched.NotAvailable<>(
                    redirect.status(),
                    "moved to " + Texts.quote(location),
                    Optional.of(location))));
      }
      return to.filter(api::hasOriginOf).map(url -> notAnItem(from, url));
    }

    private Outcome<Fetched<T>> notAnItem(Url from, Url to) {
      return RedirectFollower.rejected(
          "%s is redirected to %s, which is not an issue or a comment; a proxy or a login page may be in between"
              .formatted(from.pathAndQuery(), Texts.quote(to.pathAndQuery())));
    }
  }
}
