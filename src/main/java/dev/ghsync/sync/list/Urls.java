package dev.ghsync.sync.list;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a page address that decide how a list is continued. */
final class Urls {
  private static final Pattern SINCE = Pattern.compile("[?&]since=([^&]+)");
  private static final Pattern CURSOR = Pattern.compile("[?&](?:after|before)=");

  private static final Pattern PAGE_NUMBER = Pattern.compile("[?&]page=(\\d{1,9})");
  private static final Pattern PAGE_SIZE = Pattern.compile("[?&]per_page=(\\d{1,9})");
  private static final long DEFAULT_SIZE = 30;

  private Urls() {}

  /** Returns the parameter {@code since}. */
  static Optional<Instant> since(String url) {
    Matcher m = SINCE.matcher(url);
    return m.find()
        ? Optional.of(Instant.parse(URLDecoder.decode(m.group(1), StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  /** Returns whether a cursor selects the page, not a number. */
  static boolean isCursor(String url) {
    return CURSOR.matcher(url).find();
  }

  /** Returns whether neither a cursor nor a number selects the page, but only {@code since}. */
  static boolean isByKey(String url) {
    return !isCursor(url) && !PAGE_NUMBER.matcher(url).find();
  }

  /** Returns whether both pages begin at the same item of the same list, in any page size. */
  static boolean sameStart(String a, String b) {
    return a.equals(b)
        || (sameList(a, b) && !isCursor(a) && !isCursor(b) && itemsBefore(a) == itemsBefore(b));
  }

  private static long itemsBefore(String url) {
    return (parameter(PAGE_NUMBER, url, 1) - 1) * pageSize(url);
  }

  /** Returns how many items the page holds at most. */
  static int pageSize(String url) {
    return (int) parameter(PAGE_SIZE, url, DEFAULT_SIZE);
  }

  private static long parameter(Pattern pattern, String url, long otherwise) {
    Matcher m = pattern.matcher(url);
    return m.find() ? Long.parseLong(m.group(1)) : otherwise;
  }

  /** Returns whether both are pages of the same list, with any {@code since}. */
  static boolean sameList(String a, String b) {
    return path(a).equals(path(b));
  }

  private static String path(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }
}
