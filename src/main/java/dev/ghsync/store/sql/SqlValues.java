package dev.ghsync.store.sql;

import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.ObjectId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The form of values in the database. */
public final class SqlValues {
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private SqlValues() {}

  /**
   * Returns a value as SQLite stores it: a text, a number, bytes or null.
   *
   * @param value one of these, a boolean, a time, an object id, a text out of a git object, an
   *     optional of them, or a collection, which becomes a JSON array for {@code json_each}
   */
  public static @Nullable Object of(@Nullable Object value) {
    if (value == null || value instanceof String || value instanceof byte[]) {
      return value;
    } else if (value instanceof Number number) {
      return number.longValue();
    } else if (value instanceof Instant time) {
      return text(time);
    } else if (value instanceof Boolean flag) {
      return flag ? 1L : 0L;
    } else if (value instanceof ObjectId id) {
      return id.hex();
    } else if (value instanceof GitText.Text text) {
      return text.value();
    } else if (value instanceof GitText.Raw raw) {
      return raw.bytes();
    } else if (value instanceof Collection<?> values) {
      return array(values);
    } else if (value instanceof Optional<?> optional) {
      return of(optional.orElse(null));
    } else if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? (Long) optional.getAsLong() : null;
    }
    throw new IllegalArgumentException("no column's value: " + value.getClass());
  }

  /**
   * Returns a time as text: {@code 2026-01-05T12:00:00Z}. A time outside of the years 0 to 9999
   * becomes the last or the first second of these, so that times sort as text, whether they come
   * from git or from REST.
   */
  public static String text(Instant at) {
    Instant within = at.isAfter(LATEST) ? LATEST : at.isBefore(EARLIEST) ? EARLIEST : at;
    return within.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String array(Collection<?> values) {
    return values.stream().map(SqlValues::json).collect(Collectors.joining(",", "[", "]"));
  }

  private static String json(Object value) {
    return value instanceof Number
        ? value.toString()
        : "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
