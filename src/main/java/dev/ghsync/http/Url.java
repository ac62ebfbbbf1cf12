package dev.ghsync.http;

import java.net.URI;
import java.util.Optional;
import okhttp3.HttpUrl;

/** An absolute http or https address, read as leniently as a browser reads it. */
public final class Url {
  private final HttpUrl url;

  Url(HttpUrl url) {
    this.url = url;
  }

  /**
   * Returns the address that the text is.
   *
   * @throws IllegalArgumentException where it is not an absolute http or https address
   */
  public static Url of(String text) {
    return new Url(HttpUrl.get(text));
  }

  /** Returns the address that the text is; empty where it is none. */
  public static Optional<Url> parse(String text) {
    return Optional.ofNullable(HttpUrl.parse(text)).map(Url::new);
  }

  /** Returns the address that a link or a {@code Location} on this page names, if it is one. */
  public Optional<Url> resolve(String reference) {
    return Optional.ofNullable(url.resolve(reference)).map(Url::new);
  }

  /** Whether scheme, host and port are the same, so that the token may be sent to both. */
  public boolean hasOriginOf(Url other) {
    return url.scheme().equals(other.url.scheme())
        && url.host().equals(other.url.host()) // both are in lower case
        && url.port() == other.url.port();
  }

  public String path() {
    return url.encodedPath();
  }

  /** Returns the part of the address that reports and messages show. */
  public String pathAndQuery() {
    String query = url.encodedQuery();
    return query == null ? path() : path() + "?" + query;
  }

  /** Returns the address of another path on the same origin, without a query. */
  public Url withPath(String path) {
    return new Url(url.newBuilder().encodedPath(path).query(null).build());
  }

  /** Returns the decoded value of a query parameter. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(url.queryParameter(name));
  }

  public URI toUri() {
    return url.uri();
  }

  HttpUrl toOkHttp() {
    return url;
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
