package dev.ghsync.github;

import dev.ghsync.github.graphql.GraphQl;
import dev.ghsync.http.InterruptibleSleeper;
import java.net.URI;

/** The parts of one connection, put together. */
final class Connection implements AutoCloseable {
  private final String tokenFingerprint;
  private final String tokenName;
  private final ServerClock clock = new ServerClock();
  private final RateLimiter gate;
  private final InterruptibleSleeper naps;
  private final TokenNotes notes;
  private final RequestExecutor courier;
  private final Rest rest;
  private final GraphQl graphql;

  Connection(GitHub.Settings settings) {
    URI apiUrl = settings.apiUrl();
    tokenFingerprint = settings.token().fingerprint();
    tokenName = settings.token().named();
    gate = new RateLimiter(settings, clock);
    naps = new InterruptibleSleeper(settings.sleeper());
    notes = new TokenNotes(settings.token());
    courier = new RequestExecutor(settings, gate, clock, notes);
    RetryPolicy patience = new RetryPolicy(settings, courier, gate, naps);
    rest = new Rest(apiUrl, settings.token(), patience);
    graphql = new GraphQl(apiUrl, patience, notes);
  }

  ServerClock clock() {
    return clock;
  }

  RateLimiter gate() {
    return gate;
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
    gate.stop();
    naps.stop();
    courier.cancel();
  }

  @Override
  public void close() {
    courier.close();
  }
}
