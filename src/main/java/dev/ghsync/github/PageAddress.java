package dev.ghsync.github;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of one page of a list.
 *
 * @param url the address
 * @param size how many items it holds at most
 * @param number the page number; empty where only a cursor gives the place
 */
record PageAddress(String url, int size, OptionalInt number) {
  private static final int DEFAULT_SIZE = 30;
  private static final Pattern SIZE = Pattern.compile("[?&]per_page=(\\d{1,9})(?=&|$)");
  private static final Pattern NUMBER = Pattern.compile("[?&]page=(\\d{1,9})(?=&|$)");
  private static final Pattern CURSOR = Pattern.compile("(?<=[?&])(?:after|before)=[^&]*&?");

  static PageAddress of(String url) {
    OptionalInt number = parameter(NUMBER, url);
    boolean byCursor = CURSOR.matcher(url).find();
    return new PageAddress(
        url,
        parameter(SIZE, url).orElse(DEFAULT_SIZE),
        number.isPresent() || byCursor ? number : OptionalInt.of(1));
  }

  /** Returns how many items are before this page; empty where only a cursor gives the place. */
  OptionalInt offset() {
    return number.isPresent() && number.getAsInt() > 0
        ? OptionalInt.of((number.getAsInt() - 1) * size)
        : OptionalInt.empty();
  }

  /**
   * Returns the page behind this one by its number. It has no cursor: with one the server would
   * send the same page again.
   */
  Optional<String> following() {
    return offset().isPresent()
        ? Optional.of(at(offset().getAsInt() + size, size))
        : Optional.empty();
  }

  /**
   * Returns the page of another size that holds an item.
   *
   * @param offset how many items are before that item
   */
  String at(int offset, int otherSize) {
    String place = CURSOR.matcher(url).replaceAll("").replaceFirst("[?&]$", "");
    String sized = with(SIZE, "per_page", otherSize, place);
    int page = offset / otherSize + 1;
    return page == 1 && !NUMBER.matcher(sized).find() ? sized : with(NUMBER, "page", page, sized);
  }

  /** Returns the page of another size that begins at the same item. */
  String inSize(int otherSize) {
    return offset().isPresent()
        ? at(offset().getAsInt(), otherSize)
        : with(SIZE, "per_page", otherSize, url);
  }

  private static String with(Pattern pattern, String name, int value, String url) {
    Matcher named = pattern.matcher(url);
    return named.find()
        ? url.substring(0, named.start(1)) + value + url.substring(named.end(1))
        : url + (url.contains("?") ? "&" : "?") + name + "=" + value;
  }

  private static OptionalInt parameter(Pattern pattern, String url) {
    Matcher m = pattern.matcher(url);
    return m.find() ? OptionalInt.of(Integer.parseInt(m.group(1))) : OptionalInt.empty();
  }
}
