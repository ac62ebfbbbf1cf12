package dev.ghsync.github;

import dev.ghsync.github.json.Body;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.github.json.PageNotes;
import dev.ghsync.github.json.UnreadItem;
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
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * A GET of an endpoint.
 *
 * @param url where it is asked: the endpoint's address, or where that was redirected to
 * @param known the validator to ask with, where one fits
 * @param fingerprint of the token, for the validator that comes back
 * @param once it is not tried again
 */
record RestRequest<T>(
    Endpoint<T> endpoint, HttpUrl url, Optional<Validator> known, String fingerprint, boolean once)
    implements ApiRequest<Fetched<T>> {
  private static final Pattern ETAG = Pattern.compile("[!#-~]+"); // RFC 9110, 8.8.3, ASCII only

  @Override
  public ApiCall.Kind resource() {
    return ApiCall.Kind.REST;
  }

  @Override
  public Request request() {
    Request.Builder request = new Request.Builder().url(url).header("Accept", endpoint.accept());
    known.ifPresent(validator -> request.header("If-None-Match", '"' + validator.etag() + '"'));
    return request.build();
  }

  @Override
  public Answer<Fetched<T>> read(Response response, Body body) throws IOException {
    ReplyHeaders headers = new ReplyHeaders(response.headers());
    Instant at = headers.date().orElseGet(Instant::now);
    if (response.code() == 304) {
      if (known.isEmpty()) {
        throw new MalformedBody("304 to a question without a condition");
      }
      return new Answer.Success<>(new Fetched.NotModified<>(), 0);
    }
    LinkHeader links = new LinkHeader(response.headers("Link"));
    OptionalInt last = links.target("last").map(this::pageNumber).orElse(OptionalInt.empty());
    T value = endpoint.reader().read(body);
    Optional<Endpoint<T>> next = next(links, last, body.notes().itemsSent());
    return new Answer.Success<>(
        new Fetched.Page<>(value, validator(headers), next, last, at, unread(body.notes())), 0);
  }

  /**
   * The one rule for the end of a list: it goes on while {@code Link} names a page behind this one,
   * and also while a page is full. A server or proxy may leave the header out, and a full last page
   * would not show one more item.
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
  public int moreTries(FailureCode how) {
    return once ? 0 : ApiRequest.super.moreTries(how);
  }

  @Override
  public Fetched<T> forbidden(String missing) {
    return new Fetched.Forbidden<>(missing);
  }

  @Override
  public Fetched<T> absent(int status, String message) {
    return new Fetched.NotAvailable<>(status, message, Optional.empty());
  }

  @Override
  public boolean isFree() {
    return endpoint.is(Endpoint.Trait.FREE);
  }

  /** A 304 and a client without gzip get the same tag in its strong form: kept is the bare tag. */
  private Optional<Validator> validator(ReplyHeaders headers) {
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
                    Urls.withinRepository(
                        page.offset().isPresent()
                            ? page.at(page.offset().getAsInt() + odd.index(), 1)
                            : page.url()),
                    odd.reason()))
        .toList();
  }

  private Endpoint<T> page(String link) {
    HttpUrl target = url.resolve(link);
    if (target == null || !Urls.sameOrigin(url, target)) {
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
    HttpUrl target = url.resolve(link);
    return target == null ? OptionalInt.empty() : Urls.page(target);
  }
}
