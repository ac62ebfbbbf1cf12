package dev.ghsync.github;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The time by GitHub's clock, which is what its limits go by; local clocks are off. */
final class ServerClock {
  private volatile Duration ahead = Duration.ZERO;
  private volatile boolean heard;

  void update(Instant date) {
    ahead = Duration.between(Instant.now(), date);
    heard = true;
  }

  /** Empty as long as only this machine's clock is known. */
  Optional<Instant> told() {
    return heard ? Optional.of(now()) : Optional.empty();
  }

  Instant now() {
    return Instant.now().plus(ahead);
  }
}
