package dev.ghsync.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.Headers;

/** The headers of a response. Names are compared without regard to case. */
public final class HttpHeaders {
  private final Headers headers;

  HttpHeaders(Headers headers) {
    this.headers = headers;
  }

  /** Returns headers given as names and values in turn. */
  public static HttpHeaders of(String... namesAndValues) {
    return new HttpHeaders(Headers.of(namesAndValues));
  }

  /** Returns the last value under a name, without spaces around it. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(headers.get(name)).map(String::strip);
  }

  public List<String> all(String name) {
    return headers.values(name);
  }

  public Set<String> names() {
    return headers.names();
  }

  /** Returns the time of {@code Date}; empty where it is missing or no time. */
  public Optional<Instant> date() {
    return Optional.ofNullable(headers.getInstant("Date"));
  }
}
