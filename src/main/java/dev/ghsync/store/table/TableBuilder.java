package dev.ghsync.store.table;

import dev.ghsync.model.item.User;
import dev.ghsync.store.sql.WriteConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a {@link Table}. SQL that is given to it names the item's row {@code r}, and
 * other tables with the schema {@code main}.
 *
 * @param <T> the items
 */
public final class TableBuilder<T> {
  final String name;
  final String noun;
  String key = "id";
  ToLongFunction<T> keyOf = item -> 0;
  Consumer<TableBuilder<T>> declaration = columns -> {};
  final List<Column<T>> columns = new ArrayList<>();
  final List<Function<T, @Nullable User>> accounts = new ArrayList<>();
  final List<ChildTable<T, ?>> children = new ArrayList<>();
  final List<Mention<T, ?>> mentions = new ArrayList<>();
  final List<String> resets = new ArrayList<>();
  Optional<String> owner = Optional.empty();
  boolean softDeleted;
  String deletedWith = "";
  boolean immutable;
  String active = "1";
  Optional<String> expected = Optional.empty();
  String changedAt = "'9'"; // later than any time
  String draft = "0";
  String deletable = "1";
  String shownName = "NULL";
  Cascade onDelete = (db, repo, keys, now) -> {};
  Cascade onReturn = (db, repo, keys, now) -> {};

  TableBuilder(String name, String noun) {
    this.name = name;
    this.noun = noun;
  }

  /** Changes in other tables that follow from what happened to items with these keys. */
  @FunctionalInterface
  public interface Cascade {
    void run(WriteConnection db, long repo, Collection<Long> keys, Instant now);
  }

  /** Items of another table that come with an item. */
  record Mention<T, M>(Table<M> table, Function<T, List<M>> items) {
    void insertMissing(WriteConnection db, long repo, Collection<T> rows) {
      table.insertMissing(
          db, repo, rows.stream().flatMap(row -> items.apply(row).stream()).distinct().toList());
    }
  }

  /** The column that identifies an item within the repository. */
  public TableBuilder<T> key(String column, ToLongFunction<T> value) {
    key = column;
    keyOf = value;
    return this;
  }

  /**
   * The columns and child tables. They are declared when they are first needed, which in most runs
   * is never: the getters of all tables would be a tenth of the classes of a run without changes.
   */
  public TableBuilder<T> columns(Consumer<TableBuilder<T>> all) {
    declaration = all;
    return this;
  }

  /** A column; another value in it makes the item an updated one. */
  public TableBuilder<T> column(String column, Function<T, @Nullable Object> value) {
    columns.add(Column.of(column, value));
    return this;
  }

  /**
   * A column whose new value is made of the stored one.
   *
   * @param update makes it out of the SQL of the value that is written
   */
  TableBuilder<T> column(
      String column, Function<T, @Nullable Object> value, UnaryOperator<String> update) {
    columns.add(new Column<>(column, value, update, true, Column.Role.COMPARED));
    return this;
  }

  /** An id that not every answer contains: a known one stays, and makes no update. */
  TableBuilder<T> id(String column, Function<T, @Nullable Object> value) {
    columns.add(Column.kept(column, value, Column.Role.COMPARED));
    return this;
  }

  /** An id beside a name, which an earlier version has not stored and not every answer contains. */
  TableBuilder<T> supplement(String column, Function<T, @Nullable Object> value) {
    columns.add(Column.kept(column, value, Column.Role.SUPPLEMENT));
    return this;
  }

  /** The columns {@code ROLE_login} and {@code ROLE_id}; the account is stored too. */
  public TableBuilder<T> account(String role, Function<T, @Nullable User> user) {
    accounts.add(user);
    return column(role + "_login", item -> Users.login(user.apply(item)))
        .supplement(role + "_id", item -> Users.id(user.apply(item)));
  }

  /** The column {@code ROLE_login}, where {@code ROLE_id} is the key; the account is stored too. */
  TableBuilder<T> keyAccount(String role, Function<T, @Nullable User> user) {
    accounts.add(user);
    return column(role + "_login", item -> Users.login(user.apply(item)));
  }

  /** The item's JSON: reactions and embedded counts in it change without an update. */
  public TableBuilder<T> raw(Function<T, @Nullable Object> value) {
    columns.add(Column.kept("raw", value, Column.Role.NOT_COMPARED));
    return this;
  }

  /** Deleted items keep their row, which has the time in {@code deleted_at}. */
  public TableBuilder<T> softDeleted() {
    softDeleted = true;
    active = "r.deleted_at IS NULL";
    return resetting("deleted_at = NULL");
  }

  /**
   * Same as {@link #softDeleted}, for items that belong to an issue or a pull request.
   *
   * @param ownerColumn its number
   */
  public TableBuilder<T> softDeletedWith(String ownerColumn) {
    return softDeletedWith(ownerColumn, "deleted_with_issue");
  }

  /**
   * Same as {@link #softDeleted}, for items that belong to another one.
   *
   * @param ownerColumn the key of that one
   * @param flag the column that says that the item is deleted only because that one is
   */
  TableBuilder<T> softDeletedWith(String ownerColumn, String flag) {
    owner = Optional.of(ownerColumn);
    deletedWith = flag;
    return softDeleted().resetting(flag + " = 0");
  }

  /** An update makes this assignment too. */
  TableBuilder<T> resetting(String assignment) {
    resets.add(assignment);
    return this;
  }

  /** Items never change once they are stored. */
  public TableBuilder<T> immutable() {
    immutable = true;
    return this;
  }

  public TableBuilder<T> children(ChildTable<T, ?> child) {
    children.add(child);
    return this;
  }

  /** Items of another table that come with an item and are stored where they have no row. */
  <M> TableBuilder<T> mentions(Table<M> table, Function<T, List<M>> items) {
    mentions.add(new Mention<>(table, items));
    return this;
  }

  /** The condition that an item is not deleted, where that is no column of its own. */
  public TableBuilder<T> active(String condition) {
    active = condition;
    return this;
  }

  /** The condition that GitHub shows an item, where it is not that the item is active. */
  TableBuilder<T> expected(String condition) {
    expected = Optional.of(condition);
    return this;
  }

  /** The time of an item's last change, where not all of the past is read. */
  public TableBuilder<T> changedAt(String time) {
    changedAt = time;
    return this;
  }

  /** The condition that GitHub shows an item only to those who may push. */
  TableBuilder<T> draft(String condition) {
    draft = condition;
    return this;
  }

  /**
   * A condition on items that a list did not show for them to be deleted; the table {@code shown}
   * has the {@code id}s that it did show.
   */
  TableBuilder<T> deletable(String condition) {
    deletable = condition;
    return this;
  }

  /** An expression that identifies an item for people better than the key, such as a name. */
  public TableBuilder<T> shownAs(String expression) {
    shownName = expression;
    return this;
  }

  /** Runs before items are deleted. */
  TableBuilder<T> onDelete(Cascade cascade) {
    onDelete = cascade;
    return this;
  }

  /** Runs after items that were deleted have been stored again. */
  TableBuilder<T> onReturn(Cascade cascade) {
    onReturn = cascade;
    return this;
  }

  /** Leaves out columns that a source does not have. */
  TableBuilder<T> without(Set<String> names) {
    columns.removeIf(column -> names.contains(column.name()));
    return this;
  }

  public Table<T> build() {
    return new Table<>(this);
  }
}
