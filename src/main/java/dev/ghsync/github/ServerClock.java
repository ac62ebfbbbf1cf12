package dev.ghsync.github;

import java.time.Duration;
import java.time.Instant;

/** The time by GitHub's clock, which is what its limits go by; local clocks are off. */
final class ServerClock {
  private volatile Duration ahead = Duration.ZERO;

  void hear(Instant date) {
    ahead = Duration.between(Instant.now(), date);
  }

  Instant now() {
    return Instant.now().plus(ahead);
  }
}
