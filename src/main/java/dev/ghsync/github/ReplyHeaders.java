package dev.ghsync.github;

import dev.ghsync.model.RateLimit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import okhttp3.Headers;

/** What an answer's headers say, read leniently: a header that is not understood is not there. */
public final class ReplyHeaders {
  private static final DateTimeFormatter EXPIRY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx", Locale.ROOT);
  private static final List<String> GITHUBS = List.of("x-github-", "x-ratelimit-", "x-accepted-");
  private static final long END_OF_TIME = 253_402_300_799L; // of the year 9999
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final Headers headers;

  public ReplyHeaders(Headers headers) {
    this.headers = headers;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(headers.get(name)).map(String::strip);
  }

  /** Some are such as only GitHub sends. */
  boolean areGitHubs() {
    return headers.names().stream()
        .filter(name -> text(name).stream().anyMatch(value -> !value.isEmpty()))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .anyMatch(name -> GITHUBS.stream().anyMatch(name::startsWith));
  }

  /** When the server answered. */
  public Optional<Instant> date() {
    return Optional.ofNullable(headers.getInstant("Date"));
  }

  /** What is left of the limit; empty on servers without one. */
  public Optional<RateLimit> rateLimit() {
    OptionalLong limit = number("x-ratelimit-limit");
    OptionalLong remaining = number("x-ratelimit-remaining");
    OptionalLong reset = number("x-ratelimit-reset");
    if (limit.isEmpty() || remaining.isEmpty() || reset.isEmpty()) {
      return Optional.empty();
    }
    Instant resetAt = Instant.ofEpochSecond(Math.min(reset.getAsLong(), END_OF_TIME));
    return Optional.of(new RateLimit(limit.getAsLong(), remaining.getAsLong(), resetAt));
  }

  /** Which limit that was; {@code core} where not said. */
  String resource() {
    return text("x-ratelimit-resource").orElse("core");
  }

  OptionalLong remaining() {
    return number("x-ratelimit-remaining");
  }

  /** {@code Retry-After}, in seconds or as a date (RFC 9110, 10.2.3); at most a day. */
  public Optional<Duration> retryAfter(Instant now) {
    return text("retry-after")
        .flatMap(value -> seconds(value).or(() -> until(value, now)))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  /** When the token expires: {@code 2026-02-19 19:55:13 UTC}, or with an offset. */
  Optional<Instant> tokenExpiry() {
    return text("github-authentication-token-expiration")
        .map(value -> value.replace("UTC", "+0000"))
        .flatMap(value -> parse(() -> OffsetDateTime.parse(value, EXPIRY).toInstant()));
  }

  private OptionalLong number(String name) {
    String value = headers.get(name);
    return value != null && isNumber(value.strip())
        ? OptionalLong.of(Long.parseLong(value.strip()))
        : OptionalLong.empty();
  }

  private static Optional<Duration> seconds(String value) {
    return isNumber(value)
        ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
        : Optional.empty();
  }

  private static Optional<Duration> until(String value, Instant now) {
    return parse(() -> ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
        .map(at -> Duration.between(now, at));
  }

  private static boolean isNumber(String value) {
    return value.matches("\\d{1,18}");
  }

  private static Optional<Instant> parse(Supplier<Instant> parsing) {
    try {
      return Optional.of(parsing.get());
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
