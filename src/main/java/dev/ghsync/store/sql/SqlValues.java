package dev.ghsync.store.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How values look in the database. */
public final class SqlValues {
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private SqlValues() {}

  /**
   * {@code 2026-01-05T12:00:00Z}. A time outside of the years 0 to 9999 becomes the last or the
   * first second of these, so that times sort as text, whether git or REST told them.
   */
  public static @Nullable String text(@Nullable Instant at) {
    if (at == null) {
      return null;
    }
    Instant within = at.isAfter(LATEST) ? LATEST : at.isBefore(EARLIEST) ? EARLIEST : at;
    return within.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  public static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  /** A JSON array, to be taken apart in SQL by {@code json_each}. */
  public static String array(Collection<Long> keys) {
    return keys.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }

  /** A JSON array of texts that need no escaping: object ids. */
  public static String texts(Collection<?> values) {
    return values.stream().map(v -> "\"" + v + "\"").collect(Collectors.joining(",", "[", "]"));
  }
}
