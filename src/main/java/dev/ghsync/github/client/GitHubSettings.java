package dev.ghsync.github.client;

import dev.ghsync.http.HttpSettings;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.TokenSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * How to use GitHub.
 *
 * @param http the REST base ({@code https://api.github.com}, {@code https://HOST/api/v3}) and the
 *     token, without which GitHub is not used
 * @param listener receives every request that was sent, from several threads, except those to
 *     {@code /rate_limit}, which cost nothing
 * @param waiting receives the end of a limit that is waited for, and the limit
 */
public record GitHubSettings(
    HttpSettings http,
    Bounds bounds,
    Consumer<ApiCall> listener,
    BiConsumer<Instant, Failure> waiting) {

  /** Returns settings without bounds that report nothing. */
  public static GitHubSettings of(HttpSettings http) {
    return new GitHubSettings(http, Bounds.none(), call -> {}, (until, limit) -> {});
  }

  TokenSource token() {
    return http.token().orElseThrow();
  }

  /**
   * The user's bounds.
   *
   * @param concurrency requests at once, 1 to 8
   * @param budget charged requests in all; clients may share it
   * @param reserve returns the number of requests to leave untouched of an hourly limit
   * @param maxWait the longest wait for a limit; empty: stop instead. Secondary limits that pass
   *     within a minute are waited for in any case
   */
  public record Bounds(
      int concurrency,
      RequestBudget budget,
      LongUnaryOperator reserve,
      Optional<Duration> maxWait) {

    public Bounds {
      if (concurrency < 1 || concurrency > 8) {
        throw new IllegalArgumentException("concurrency is 1 to 8, not " + concurrency);
      }
    }

    /** Returns four requests at once, and no bounds of the user. */
    public static Bounds none() {
      return new Bounds(4, new RequestBudget(OptionalLong.empty()), limit -> 0, Optional.empty());
    }
  }
}
