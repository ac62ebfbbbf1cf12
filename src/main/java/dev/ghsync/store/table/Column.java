package dev.ghsync.store.table;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A column of a declared table.
 *
 * @param update makes the column's new value out of the SQL of the value that is written
 * @param differs whether another value makes the row an updated one
 * @param role how a comparison with GitHub treats the column
 */
record Column<T>(
    String name,
    Function<T, @Nullable Object> value,
    UnaryOperator<String> update,
    boolean differs,
    Role role) {

  enum Role {
    COMPARED,
    /** Some answers lack the value, and an earlier version did not store it. */
    SUPPLEMENT,
    /** Parts of it change without any sign that a sync could use. */
    NOT_COMPARED
  }

  static <T> Column<T> of(String name, Function<T, @Nullable Object> value) {
    return new Column<>(name, value, UnaryOperator.identity(), true, Role.COMPARED);
  }

  /** A column in which no value replaces a known one, and that makes no update by itself. */
  static <T> Column<T> kept(String name, Function<T, @Nullable Object> value, Role role) {
    return new Column<>(name, value, v -> "coalesce(" + v + ", " + name + ")", false, role);
  }

  String updated(String written) {
    return update.apply(written);
  }
}
