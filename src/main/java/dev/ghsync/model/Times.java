package dev.ghsync.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The spelling of times. */
public final class Times {
  private Times() {}

  /**
   * {@code 2026-01-05T12:00:00Z}. A part of a second counts as a whole one, so that a reader who
   * comes back at this time is not too early.
   */
  public static String second(Instant time) {
    Instant down = time.truncatedTo(ChronoUnit.SECONDS);
    return (down.equals(time) ? down : down.plusSeconds(1)).toString();
  }
}
