package dev.ghsync.github;

import dev.ghsync.model.Exchange;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.Validator;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One connection to one GitHub with one token. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class GitHub implements AutoCloseable {

  /**
   * How to talk to GitHub.
   *
   * @param apiUrl the REST base: {@code https://api.github.com}, {@code https://HOST/api/v3}
   * @param concurrency requests at once, 1 to 8
   * @param timeout a request without a byte for this long is given up
   * @param maxRequests charged requests in all
   * @param reserve requests of the hourly limit to leave untouched; empty: 100, or a tenth of the
   *     limit where that is less
   * @param maxWait sleep until a limit passes, at most this long at a time; empty: stop instead
   * @param deadline no request starts after it
   * @param exchanges hears of every request that was sent, from several threads
   * @param waiting hears until when a limit is slept out, and why
   */
  public record Settings(
      URI apiUrl,
      Token token,
      String userAgent,
      int concurrency,
      Duration timeout,
      OptionalLong maxRequests,
      OptionalLong reserve,
      Optional<Duration> maxWait,
      Optional<Instant> deadline,
      Consumer<Exchange> exchanges,
      Sleeper sleeper,
      BiConsumer<Instant, String> waiting) {
    public Settings {
      if (concurrency < 1 || concurrency > 8) {
        throw new IllegalArgumentException("concurrency is 1 to 8, not " + concurrency);
      }
    }
  }

  private GitHub(Settings settings) {}

  public static GitHub connect(Settings settings) {
    return new GitHub(settings);
  }

  public <T> Result<Fetched<T>> fetch(Endpoint<T> endpoint, Optional<Validator> known) {
    throw new UnsupportedOperationException();
  }

  /** A view on the same connection that also tells {@code also} of its own requests. */
  public GitHub countedBy(Consumer<Exchange> also) {
    throw new UnsupportedOperationException();
  }

  public Optional<RateLimit> rateLimit() {
    throw new UnsupportedOperationException();
  }

  public Optional<TokenFacts> tokenFacts() {
    throw new UnsupportedOperationException();
  }

  public Result<Map<Long, PullWithReviews>> pulls(RepoName repo, List<Long> numbers) {
    throw new UnsupportedOperationException();
  }

  public Result<CensusPage> census(RepoName repo, Census kind, Optional<String> after) {
    throw new UnsupportedOperationException();
  }

  public boolean graphqlRefused() {
    throw new UnsupportedOperationException();
  }

  public void stop() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
