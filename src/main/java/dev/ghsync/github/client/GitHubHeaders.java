package dev.ghsync.github.client;

import dev.ghsync.http.HttpHeaders;
import dev.ghsync.http.RetryPolicy;
import dev.ghsync.model.RateLimit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The headers of a response from GitHub. A header that is not understood counts as missing. */
public record GitHubHeaders(HttpHeaders headers) {
  private static final DateTimeFormatter EXPIRY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx", Locale.ROOT);
  private static final List<String> PREFIXES = List.of("x-github-", "x-ratelimit-", "x-accepted-");
  private static final long END_OF_YEAR_9999 = 253_402_300_799L;

  public Optional<String> text(String name) {
    return headers.text(name);
  }

  /** Whether some headers are such as only GitHub sends. */
  boolean areGitHubs() {
    return headers.names().stream()
        .filter(name -> text(name).stream().anyMatch(value -> !value.isEmpty()))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .anyMatch(name -> PREFIXES.stream().anyMatch(name::startsWith));
  }

  /** Returns when the server responded, by its own clock. */
  public Optional<Instant> date() {
    return headers.date();
  }

  /** Returns the state of the limit; empty on servers without one. */
  public Optional<RateLimit> rateLimit() {
    OptionalLong limit = number("x-ratelimit-limit");
    OptionalLong remaining = remaining();
    OptionalLong reset = number("x-ratelimit-reset");
    if (limit.isEmpty() || remaining.isEmpty() || reset.isEmpty()) {
      return Optional.empty();
    }
    Instant resetAt = Instant.ofEpochSecond(Math.min(reset.getAsLong(), END_OF_YEAR_9999));
    return Optional.of(new RateLimit(limit.getAsLong(), remaining.getAsLong(), resetAt));
  }

  /** Returns the name of the limit; {@code core} where none is given. */
  String resource() {
    return text("x-ratelimit-resource").orElse("core");
  }

  OptionalLong remaining() {
    return number("x-ratelimit-remaining");
  }

  /** Returns the pause that GitHub asks for, see {@link RetryPolicy#retryAfter}. */
  public Optional<Duration> retryAfter(Instant now) {
    return RetryPolicy.retryAfter(headers, now);
  }

  /** Returns when the token expires: {@code 2026-02-19 19:55:13 UTC}, or with an offset. */
  Optional<Instant> tokenExpiry() {
    return text("github-authentication-token-expiration")
        .map(value -> value.replace("UTC", "+0000"))
        .flatMap(GitHubHeaders::parse);
  }

  private OptionalLong number(String name) {
    return text(name)
        .filter(value -> value.matches("\\d{1,18}"))
        .map(value -> OptionalLong.of(Long.parseLong(value)))
        .orElse(OptionalLong.empty());
  }

  private static Optional<Instant> parse(String expiry) {
    try {
      return Optional.of(OffsetDateTime.parse(expiry, EXPIRY).toInstant());
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
