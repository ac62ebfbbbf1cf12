package dev.ghsync.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What the policy says of starting a sync now.
 *
 * @param reason for people
 * @param cooldown how long until it would start; zero where it starts at once
 * @param blockedUntil when a block ends, where its end is known; a start has it where the run is to
 *     sleep until then before it asks anything
 */
public record Decision(
    Action action, String reason, Duration cooldown, Optional<Instant> blockedUntil) {

  /** The spelling in lower case is an interface. */
  public enum Action {
    START,
    SKIP,
    BLOCK;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Decision start(String reason) {
    return new Decision(Action.START, reason, Duration.ZERO, Optional.empty());
  }
}
