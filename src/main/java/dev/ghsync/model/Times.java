package dev.ghsync.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Formats times. */
public final class Times {
  private Times() {}

  /**
   * Returns {@code 2026-01-05T12:00:00Z}. Fractions of a second are rounded up, so that a retry at
   * this time is not too early.
   */
  public static String second(Instant time) {
    Instant down = time.truncatedTo(ChronoUnit.SECONDS);
    return (down.equals(time) ? down : down.plusSeconds(1)).toString();
  }
}
