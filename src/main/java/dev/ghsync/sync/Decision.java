package dev.ghsync.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The decision of the policy whether to start now.
 *
 * @param reason for people
 * @param cooldown the time until it would start; zero for an immediate start
 * @param blockedUntil the end of a block, if it is known; a run that starts with it sleeps until
 *     then before its first request
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
