package dev.ghsync.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How values look in the database. */
final class Values {
  private Values() {}

  /** {@code 2026-01-05T12:00:00Z}. */
  static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  /** A JSON array, to be taken apart in SQL by {@code json_each}. */
  static String array(Collection<Long> keys) {
    return keys.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }

  /** A JSON array of texts that need no escaping: object ids. */
  static String texts(Collection<?> values) {
    return values.stream().map(v -> "\"" + v + "\"").collect(Collectors.joining(",", "[", "]"));
  }
}
