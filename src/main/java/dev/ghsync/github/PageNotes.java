package dev.ghsync.github;

/** What the reader of a list notices about a page besides the items that it returns. */
final class PageNotes {
  private int sent;

  /** Counts one more item, whatever becomes of it. */
  void sent() {
    sent++;
  }

  /** Returns how many items GitHub sent: of two with the same key both count. */
  int itemsSent() {
    return sent;
  }
}
