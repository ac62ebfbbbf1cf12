package dev.ghsync.sync;

import java.util.Locale;
import java.util.Optional;

/**
 * The phases, in the order of the report. The spelling ({@code review-comments}) is an interface.
 */
public enum PhaseName {
  METADATA,
  REFS,
  OBJECTS,
  LABELS,
  MILESTONES,
  ISSUES,
  COMMENTS,
  PULLS,
  REVIEWS,
  REVIEW_COMMENTS,
  COMMIT_COMMENTS,
  EVENTS,
  RELEASES,
  COUNTS;

  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

  public String text() {
    return text;
  }

  public static Optional<PhaseName> parse(String text) {
    for (PhaseName name : values()) {
      if (name.text.equals(text)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
