package dev.ghsync.sync.check;

import dev.ghsync.store.state.Checks;
import java.util.Locale;

/**
 * What a full check does, in this order. {@link #LIST} takes the place of the first two where
 * GraphQL does not answer; {@link #DIFF_COMMENTS} is for where no numbers of review comments are
 * told.
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
