package dev.ghsync.github.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the reader of a list notices about a page besides the items that it returns. */
public final class PageNotes {
  /**
   * An item that is not what was asked for.
   *
   * @param index its place on the page
   * @param name its number, id or name, where it has one
   */
  public record Odd(int index, Optional<String> name, String reason) {}

  private final List<Odd> odd = new ArrayList<>();
  private int sent;

  /** Counts one more item, whatever becomes of it. */
  public void sent() {
    sent++;
  }

  /** Returns how many items GitHub sent: of two with the same key both count. */
  public int itemsSent() {
    return sent;
  }

  public void odd(Odd item) {
    odd.add(item);
  }

  public List<Odd> odd() {
    return odd;
  }
}
