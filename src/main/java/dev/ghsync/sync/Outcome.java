package dev.ghsync.sync;

import java.util.Locale;

/** How a run ended; the spelling in lower case is an interface. */
public enum Outcome {
  UPDATED,
  UNCHANGED,
  /** Some phases failed, the others are stored. */
  PARTIAL,
  /** The policy decided not to start now. */
  SKIPPED,
  /** It may not start or continue now. */
  BLOCKED,
  FAILED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
