package dev.ghsync.sync.check;

import dev.ghsync.store.state.Checks;
import java.util.Locale;

/**
 * The stages of a full check, in this order. {@link #LIST} replaces the first two if GraphQL does
 * not answer. {@link #DIFF_COMMENTS} is used if GitHub sends no numbers of review comments.
 */
enum CheckStage {
  ISSUES,
  PULLS,
  LIST,
  DIFF_COMMENTS,
  UNSEEN;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static CheckStage of(Checks.Place place) {
    return valueOf(place.stage().toUpperCase(Locale.ROOT));
  }

  static CheckStage afterLists(Checks.Place place) {
    return place.listsDiffComments() ? DIFF_COMMENTS : UNSEEN;
  }
}
