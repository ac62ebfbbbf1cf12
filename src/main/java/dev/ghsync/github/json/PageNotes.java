package dev.ghsync.github.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Information about a page besides the items that its reader returns. */
public final class PageNotes {
  /**
   * An item that could not be read.
   *
   * @param index its position on the page
   * @param name its number, id or name, if it has one
   */
  public record Odd(int index, Optional<String> name, String reason) {}

  private final List<Odd> odd = new ArrayList<>();
  private int sent;

  /** Counts one more item, readable or not. */
  public void sent() {
    sent++;
  }

  /** Returns how many items GitHub sent, including repeated keys. */
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
