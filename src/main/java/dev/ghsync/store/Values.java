package dev.ghsync.store;

import dev.ghsync.model.GitText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.SqlStatement;
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

  /**
   * TEXT where it could be decoded, else a BLOB of its bytes. It is an argument of its own since a
   * batch settles the type of a parameter with its first row.
   */
  static void bind(SqlStatement<?> sql, String name, @Nullable GitText text) {
    Argument argument =
        (position, statement, context) -> {
          if (text instanceof GitText.Raw raw) {
            statement.setBytes(position, raw.bytes());
          } else {
            statement.setString(position, text instanceof GitText.Text t ? t.value() : null);
          }
        };
    sql.bind(name, argument);
  }
}
