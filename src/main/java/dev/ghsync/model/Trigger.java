package dev.ghsync.model;

import java.util.Locale;

/** The reason for a sync, which the policy takes into account. */
public enum Trigger {
  MANUAL,
  CRON,
  WEBHOOK,
  MAINTENANCE;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
