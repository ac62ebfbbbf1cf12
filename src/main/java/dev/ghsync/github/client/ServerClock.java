package dev.ghsync.github.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The time by GitHub's clock, which its limits go by; local clocks may be wrong. */
public final class ServerClock {
  private volatile Duration ahead = Duration.ZERO;
  private volatile boolean isKnown;

  public void update(Instant date) {
    ahead = Duration.between(Instant.now(), date);
    isKnown = true;
  }

  /** Returns GitHub's time; empty before the first response. */
  public Optional<Instant> time() {
    return isKnown ? Optional.of(now()) : Optional.empty();
  }

  /** Returns GitHub's time, or this machine's before the first response. */
  Instant now() {
    return Instant.now().plus(ahead);
  }
}
