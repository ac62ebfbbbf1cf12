package dev.ghsync.git;

import dev.ghsync.model.Quotation;

/** Words of a server, which are a stranger's. */
final class RemoteText {
  private RemoteText() {}

  /** For a message to people, see {@link Quotation}. */
  static String clean(String text) {
    return Quotation.of(text);
  }
}
