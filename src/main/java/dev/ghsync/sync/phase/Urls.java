package dev.ghsync.sync.phase;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the address of a page says of it. */
final class Urls {
  private static final Pattern SINCE = Pattern.compile("[?&]since=([^&]+)");
  private static final Pattern CURSOR = Pattern.compile("[?&](?:after|before)=");

  private Urls() {}

  /** The parameter {@code since}; empty where there is none. */
  static Optional<Instant> since(String url) {
    Matcher m = SINCE.matcher(url);
    return m.find()
        ? Optional.of(Instant.parse(URLDecoder.decode(m.group(1), StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  /** The page is told by a cursor and not by its number. */
  static boolean isCursor(String url) {
    return CURSOR.matcher(url).find();
  }

  /** Whether both are the same list, whatever page or time of it. */
  static boolean sameList(String a, String b) {
    return path(a).equals(path(b));
  }

  private static String path(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }
}
