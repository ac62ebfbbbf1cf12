package dev.ghsync.github;

import dev.ghsync.github.graphql.GraphQl;
import dev.ghsync.http.InterruptibleSleeper;
import java.net.URI;

/** The parts of one connection, put together. */
final class Connection implements AutoCloseable {
  private final String tokenFingerprint;
  private final String tokenName;
  private final ServerClock clock = new ServerClock();
  private final RateLimiter limiter;
  private final InterruptibleSleeper sleeper;
  private final TokenNotes notes;
  private final RequestExecutor executor;
  private final Rest rest;
  private final GraphQl graphql;

  Connection(GitHub.Settings settings) {
    URI apiUrl = settings.apiUrl();
    tokenFingerprint = settings.token().fingerprint();
    tokenName = settings.token().named();
    limiter = new RateLimiter(settings, clock);
    sleeper = new InterruptibleSleeper(settings.sleeper());
    notes = new TokenNotes(settings.token());
    executor = new RequestExecutor(settings, limiter, clock, notes);
    RetryPolicy retryPolicy = new RetryPolicy(settings, executor, limiter, sleeper);
    rest = new Rest(apiUrl, settings.token(), retryPolicy);
    graphql = new GraphQl(apiUrl, retryPolicy, notes);
  }

  ServerClock clock() {
    return clock;
  }

  RateLimiter limiter() {
    return limiter;
  }

  String tokenName() {
    return tokenName;
  }

  TokenNotes notes() {
    return notes;
  }

  Rest rest() {
    return rest;
  }

  GraphQl graphql() {
    return graphql;
  }

  String tokenFingerprint() {
    return tokenFingerprint;
  }

  /** First the gate, so that what breaks off is known to have been stopped. */
  void stop() {
    limiter.stop();
    sleeper.stop();
    executor.cancel();
  }

  @Override
  public void close() {
    executor.close();
  }
}
