package dev.ghsync.github;

import dev.ghsync.github.client.ApiRequest;
import dev.ghsync.github.json.Body;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.github.json.PageNotes;
import dev.ghsync.github.json.UnreadItem;
import dev.ghsync.http.HttpHeaders;
import dev.ghsync.http.HttpRequest;
import dev.ghsync.http.HttpResponse;
import dev.ghsync.http.Outcome;
import dev.ghsync.http.Url;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Redaction;
import dev.ghsync.model.Validator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A GET of an endpoint.
 *
 * @param url the endpoint's address, or the address that it was redirected to
 * @param known the validator to send, where one fits
 * @param fingerprint of the token, for the validator of the response
 * @param once it is not sent again
 */
record RestRequest<T>(
    Endpoint<T> endpoint, Url url, Optional<Validator> known, String fingerprint, boolean once)
    implements ApiRequest<Fetched<T>> {
  private static final Pattern ETAG = Pattern.compile("[!#-~]+"); // RFC 9110, 8.8.3, ASCII only

  @Override
  public ApiCall.Kind resource() {
    return ApiCall.Kind.REST;
  }

  @Override
  public HttpRequest http() {
    HttpRequest request = HttpRequest.get(url).header("Accept", endpoint.accept());
    return known
        .map(validator -> request.header("If-None-Match", '"' + validator.etag() + '"'))
        .orElse(request);
  }

  @Override
  public Outcome<Fetched<T>> read(HttpResponse response, Body body) throws IOException {
    HttpHeaders headers = response.headers();
    Instant at = headers.date().orElseGet(Instant::now);
    if (response.status() == 304) {
      if (known.isEmpty()) {
        throw new MalformedBody("304 to a request without a validator");
      }
      return new Outcome.Success<>(new Fetched.NotModified<>());
    }
    LinkHeader links = new LinkHeader(headers.all("Link"));
    OptionalInt last = links.target("last").map(this::pageNumber).orElse(OptionalInt.empty());
    T value = endpoint.reader().read(body);
    Optional<Endpoint<T>> next = next(links, last, body.notes().itemsSent());
    return new Outcome.Success<>(
        new Fetched.Page<>(value, validator(headers), next, last, at, unread(body.notes())));
  }

  /**
   * The one rule for the end of a list: it has another page while {@code Link} names one after
   * this, and also while a page is full. A server or proxy may leave the header out, and a full
   * last page would not show one more item.
   */
  private Optional<Endpoint<T>> next(LinkHeader links, OptionalInt last, int items) {
    Optional<Endpoint<T>> named = links.target("next").map(this::page);
    if (named.isPresent() || !endpoint.is(Endpoint.Trait.LIST)) {
      return named;
    }
    PageAddress page = PageAddress.of(endpoint.url());
    boolean isFull = items >= page.size();
    boolean isBeforeLast = page.number().orElse(0) < last.orElse(0);
    return isFull || isBeforeLast ? page.following().map(endpoint::at) : Optional.empty();
  }

  @Override
  public int retries(FailureCode failure) {
    return once ? 0 : ApiRequest.super.retries(failure);
  }

  @Override
  public Fetched<T> forbidden(String missing) {
    return new Fetched.Forbidden<>(missing);
  }

  @Override
  public Fetched<T> notAvailable(int status, String message) {
    return new Fetched.NotAvailable<>(status, message, Optional.empty());
  }

  @Override
  public boolean isFree() {
    return endpoint.is(Endpoint.Trait.FREE);
  }

  /**
   * Returns the validator with the bare tag: a 304, and a client without gzip, get the same tag in
   * its strong form.
   */
  private Optional<Validator> validator(HttpHeaders headers) {
    return headers
        .text("etag")
        .map(etag -> etag.replaceFirst("^W/", "").replaceAll("^\"|\"$", ""))
        .filter(etag -> ETAG.matcher(etag).matches())
        .map(etag -> new Validator(endpoint.url(), endpoint.accept(), etag, fingerprint));
  }

  private List<UnreadItem> unread(PageNotes notes) {
    PageAddress page = PageAddress.of(endpoint.url());
    return notes.odd().stream()
        .map(
            odd ->
                new UnreadItem(
                    odd.name(),
                    ApiUrls.withinRepository(
                        page.offset().isPresent()
                            ? page.at(page.offset().getAsInt() + odd.index(), 1)
                            : page.url()),
                    odd.reason()))
        .toList();
  }

  private Endpoint<T> page(String link) {
    if (url.resolve(link).filter(url::hasOriginOf).isEmpty()) {
      throw new MalformedBody("its next page is at another server");
    }
    if (link.equals(endpoint.url())) {
      throw new MalformedBody("its next page is the page itself");
    }
    if (!Redaction.redact(link).equals(link)) {
      throw new MalformedBody("the address of its next page has the token in it");
    }
    return endpoint.at(link);
  }

  private OptionalInt pageNumber(String link) {
    return url.resolve(link)
        .flatMap(target -> target.parameter("page"))
        .filter(page -> page.matches("\\d{1,9}"))
        .map(page -> OptionalInt.of(Integer.parseInt(page)))
        .orElse(OptionalInt.empty());
  }
}
