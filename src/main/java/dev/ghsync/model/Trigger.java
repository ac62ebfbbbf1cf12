package dev.ghsync.model;

import java.util.Locale;

/** Who asks for a sync; the policy reads it. */
public enum Trigger {
  MANUAL,
  CRON,
  WEBHOOK,
  MAINTENANCE;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
