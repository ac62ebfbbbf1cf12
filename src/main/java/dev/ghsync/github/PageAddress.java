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
 * @param number the page number; empty where the address tells its place by a cursor alone
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

  /**
   * Returns the page behind this one by its number. A cursor is left out: with it the server would
   * send the same page again.
   */
  Optional<String> following() {
    if (number.isEmpty()) {
      return Optional.empty();
    }
    String place = CURSOR.matcher(url).replaceAll("").replaceFirst("[?&]$", "");
    Matcher named = NUMBER.matcher(place);
    int following = number.getAsInt() + 1;
    return Optional.of(
        named.find()
            ? place.substring(0, named.start(1)) + following + place.substring(named.end(1))
            : place + (place.contains("?") ? "&" : "?") + "page=" + following);
  }

  private static OptionalInt parameter(Pattern pattern, String url) {
    Matcher m = pattern.matcher(url);
    return m.find() ? OptionalInt.of(Integer.parseInt(m.group(1))) : OptionalInt.empty();
  }
}
