package dev.ghsync.store.table;

import dev.ghsync.model.item.User;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.WriteConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table of one kind of GitHub items, identified within a repository by a number or an id. It is
 * declared by {@link #named}; its statements follow from the declaration.
 *
 * @param <T> the items
 */
public final class Table<T> {
  private final TableBuilder<T> declared;
  private @Nullable Statements<T> statements;

  Table(TableBuilder<T> declared) {
    this.declared = declared;
  }

  /** The declared columns, and the statements that follow from them. */
  private record Statements<T>(
      List<Column<T>> columns,
      List<Column<T>> quiet,
      String existing,
      String upsert,
      String updateQuietly) {}

  private synchronized Statements<T> statements() {
    if (statements == null) {
      declared.declaration.accept(declared);
      List<Column<T>> columns = List.copyOf(declared.columns);
      List<Column<T>> quiet = columns.stream().filter(column -> !column.differs()).toList();
      statements =
          new Statements<>(columns, quiet, existing(), upsert(columns), updateQuietly(quiet));
    }
    return statements;
  }

  /**
   * Begins the declaration of a table.
   *
   * @param noun the item, for people: {@code issue}
   */
  public static <T> TableBuilder<T> named(String name, String noun) {
    return new TableBuilder<>(name, noun);
  }

  public String name() {
    return declared.name;
  }

  /** The item, for people: {@code issue}. */
  public String noun() {
    return declared.noun;
  }

  /** The column that identifies an item within the repository. */
  public String key() {
    return declared.key;
  }

  public List<Long> keys(Collection<T> items) {
    return items.stream().map(declared.keyOf::applyAsLong).toList();
  }

  // ------------------------------------------------------------------ writing

  /**
   * Stores items with their accounts and child rows. An item that does not differ from its row is
   * in none of the returned lists. Columns that make no update are stored nevertheless.
   */
  public RowChanges upsert(WriteConnection db, long repo, Collection<T> items) {
    // The last of two items with one key wins, as if they had come one after the other.
    Map<Long, T> byKey = new LinkedHashMap<>();
    items.forEach(item -> byKey.put(declared.keyOf.applyAsLong(item), item));
    if (byKey.isEmpty()) {
      return RowChanges.NOTHING;
    }
    Statements<T> sql = statements();
    Users.upsert(db, repo, accounts(byKey.values()));
    Map<Long, Boolean> before = existing(db, sql.existing(), repo, byKey.keySet());
    List<Long> created = new ArrayList<>();
    List<Long> updated = new ArrayList<>();
    write(db, sql, repo, byKey, key -> (before.containsKey(key) ? updated : created).add(key));
    restore(db, repo, before);
    Set<Long> written = new HashSet<>(created);
    written.addAll(updated);
    for (ChildTable<T, ?> child : declared.children) {
      child.replace(db, repo, byKey).stream().filter(written::add).forEach(updated::add);
    }
    declared.mentions.forEach(mention -> mention.insertMissing(db, repo, byKey.values()));
    return new RowChanges(created, updated, List.of());
  }

  private void write(
      WriteConnection db, Statements<T> sql, long repo, Map<Long, T> byKey, LongConsumer changed) {
    List<Map.Entry<Long, T>> same = new ArrayList<>();
    try (Batch batch = db.batch(sql.upsert())) {
      for (Map.Entry<Long, T> item : byKey.entrySet()) {
        if (batch.run(values(repo, item.getKey(), values(item.getValue()))) > 0) {
          changed.accept(item.getKey());
        } else {
          same.add(item);
        }
      }
    }
    if (same.isEmpty() || sql.updateQuietly().isEmpty()) {
      return;
    }
    try (Batch batch = db.batch(sql.updateQuietly())) {
      for (Map.Entry<Long, T> item : same) {
        List<@Nullable Object> values = new ArrayList<>();
        sql.quiet().forEach(column -> values.add(column.value().apply(item.getValue())));
        values.add(repo);
        values.add(item.getKey());
        batch.run(values.toArray());
      }
    }
  }

  private void restore(WriteConnection db, long repo, Map<Long, Boolean> before) {
    List<Long> back =
        before.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
    if (!back.isEmpty()) {
      declared.onReturn.run(db, repo, back, Instant.EPOCH);
    }
  }

  private List<@Nullable User> accounts(Collection<T> items) {
    List<@Nullable User> users = new ArrayList<>();
    for (T item : items) {
      declared.accounts.forEach(account -> users.add(account.apply(item)));
      declared.children.forEach(child -> users.addAll(child.accounts(item)));
    }
    return users;
  }

  private Map<Long, Boolean> existing(
      ReadConnection db, String sql, long repo, Collection<Long> keys) {
    Map<Long, Boolean> known = new HashMap<>();
    db.list(sql, row -> Map.entry(row.number(declared.key), row.flag("deleted")), repo, keys)
        .forEach(e -> known.put(e.getKey(), e.getValue()));
    return known;
  }

  /** Stores items that have no row; the others stay as they are. */
  void insertMissing(WriteConnection db, long repo, Collection<T> items) {
    if (items.isEmpty()) {
      return;
    }
    try (Batch batch = db.batch("INSERT OR IGNORE INTO " + insertion(statements().columns()))) {
      for (T item : items) {
        batch.run(values(repo, declared.keyOf.applyAsLong(item), values(item)));
      }
    }
  }

  // ------------------------------------------------------------------ deleting

  /**
   * Deletes one item, see {@link #markOthersDeleted(WriteConnection, long, Collection, Instant)}.
   */
  public RowChanges markDeleted(WriteConnection db, long repo, long key, Instant now) {
    String gone = "WITH shown(id) AS (SELECT 0 WHERE 0) " + deletable();
    String one = " AND r." + declared.key + " = :key";
    return delete(db, repo, db.numbers(gone + one, repo, key), now);
  }

  /**
   * Deletes the items that are not among {@code keys}: marks them as deleted, or removes their rows
   * where the table keeps no deleted ones.
   */
  public RowChanges markOthersDeleted(
      WriteConnection db, long repo, Collection<Long> keys, Instant now) {
    return delete(db, repo, db.numbers(others(), keys, repo), now);
  }

  /** Deletes the items of one owner, such as an issue, that are not among {@code keys}. */
  public RowChanges markOthersDeleted(
      WriteConnection db, long repo, long owner, Collection<Long> keys, Instant now) {
    String gone = others() + " AND r." + owner() + " = :owner";
    return delete(db, repo, db.numbers(gone, keys, repo, owner), now);
  }

  private String others() {
    return """
    WITH shown(id) AS (SELECT value FROM json_each(:keys))
    %s AND r.%s NOT IN (SELECT id FROM shown)"""
        .formatted(deletable(), declared.key);
  }

  private String deletable() {
    return selectActive(declared.key) + " AND (" + declared.deletable + ")";
  }

  private RowChanges delete(WriteConnection db, long repo, List<Long> keys, Instant now) {
    if (keys.isEmpty()) {
      return RowChanges.NOTHING;
    }
    declared.onDelete.run(db, repo, keys, now);
    String where =
        " WHERE repo_id = :repo AND %s IN (SELECT value FROM json_each(:keys))"
            .formatted(declared.key);
    if (declared.softDeleted) {
      db.update("UPDATE " + name() + " SET deleted_at = :now" + where, now, repo, keys);
    } else {
      db.update("DELETE FROM " + name() + where, repo, keys);
    }
    return RowChanges.deleted(keys);
  }

  /** Marks items as deleted only because their owners are. */
  void markDeletedWith(WriteConnection db, long repo, Collection<Long> owners, Instant now) {
    db.update(
        """
        UPDATE %s SET deleted_at = :now, %s = 1
        WHERE repo_id = :repo AND %s IN (SELECT value FROM json_each(:owners))
          AND deleted_at IS NULL
        """
            .formatted(name(), declared.deletedWith, owner()),
        now,
        repo,
        owners);
  }

  /** Restores the items that were deleted only because their owners were. */
  void restoreWith(WriteConnection db, long repo, Collection<Long> owners) {
    db.update(
        """
        UPDATE %1$s SET deleted_at = NULL, %2$s = 0
        WHERE repo_id = :repo AND %2$s = 1
          AND %3$s IN (SELECT value FROM json_each(:owners))
        """
            .formatted(name(), declared.deletedWith, owner()),
        repo,
        owners);
  }

  // ------------------------------------------------------------------ reading

  /** Lists the keys of the items that are not deleted. */
  public List<Long> activeKeys(ReadConnection db, long repo) {
    return db.numbers(selectActive(declared.key), repo);
  }

  /** Counts the items that are not deleted. */
  public long count(ReadConnection db, long repo) {
    return db.number(selectActive("count(*)"), repo);
  }

  /** Counts the items of each owner that are not deleted; owners without any are left out. */
  public Map<Long, Long> countByOwner(ReadConnection db, long repo, Collection<Long> owners) {
    String sql =
        selectActive(owner() + " AS owner, count(*) AS n")
            + " AND r.%s IN (SELECT value FROM json_each(:keys)) GROUP BY r.%s"
                .formatted(owner(), owner());
    return db
        .list(sql, row -> Map.entry(row.number("owner"), row.number("n")), repo, owners)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Lists the issues without a row that own items that are not deleted. */
  public List<Long> ownersWithoutRow(ReadConnection db, long repo) {
    return db.numbers(
        """
        %s AND NOT EXISTS (SELECT 1 FROM issues i WHERE i.repo_id = r.repo_id AND i.number = r.%s)
        """
            .formatted(selectActive("DISTINCT r." + owner()), owner()),
        repo);
  }

  private String selectActive(String what) {
    return "SELECT %s FROM %s r WHERE r.repo_id = :repo AND (%s)"
        .formatted(what, name(), declared.active);
  }

  private String owner() {
    return declared.owner.orElseThrow(() -> new IllegalStateException(name() + " has no owner"));
  }

  // ------------------------------------------------------------------ comparing

  /** Returns SQL that identifies the row {@code r} for people, such as a label's name. */
  public String shownName() {
    return declared.shownName;
  }

  /**
   * Returns the SQL condition that GitHub shows the item {@code r}.
   *
   * @param schema where other tables are looked up
   */
  public String expected(String schema) {
    return declared.expected.orElse(declared.active).replace("main.", schema + ".");
  }

  /** Returns SQL for the time of the last change of {@code r}, by which a depth cuts it off. */
  public String changedAt(String schema) {
    return declared.changedAt.replace("main.", schema + ".");
  }

  /** Returns the SQL condition that only those who may push are shown the item {@code r}. */
  public String draft() {
    return declared.draft;
  }

  /** Returns the columns that a comparison with GitHub compares. */
  public List<String> compared() {
    Stream<String> columns =
        statements().columns().stream()
            .filter(column -> column.role() != Column.Role.NOT_COMPARED)
            .map(Column::name);
    return Stream.concat(columns, declared.softDeleted ? Stream.of("deleted_at") : Stream.empty())
        .toList();
  }

  /** Returns the compared columns that differ only where both sides know a value. */
  public Set<String> supplements() {
    return statements().columns().stream()
        .filter(column -> column.role() == Column.Role.SUPPLEMENT)
        .map(Column::name)
        .collect(Collectors.toSet());
  }

  public List<ChildTable<T, ?>> children() {
    statements();
    return List.copyOf(declared.children);
  }

  // ------------------------------------------------------------------ statements

  private String existing() {
    return "SELECT %1$s, %2$s AS deleted FROM %3$s WHERE repo_id = :repo AND %1$s IN (SELECT value FROM json_each(:keys))"
        .formatted(key(), declared.softDeleted ? "deleted_at IS NOT NULL" : "0", name());
  }

  private String insertion(List<Column<T>> columns) {
    return "%s (repo_id, %s, %s) VALUES (?, ?%s)"
        .formatted(name(), key(), join(columns, Column::name), ", ?".repeat(columns.size()));
  }

  private String upsert(List<Column<T>> columns) {
    String insert =
        "INSERT INTO " + insertion(columns) + " ON CONFLICT (repo_id, " + key() + ") DO ";
    if (declared.immutable) {
      return insert + "NOTHING";
    }
    List<Column<T>> differing = columns.stream().filter(Column::differs).toList();
    String deleted = declared.softDeleted ? ", deleted_at" : "";
    return insert
        + "UPDATE SET %s%s WHERE (%s%s) IS NOT (%s%s)"
            .formatted(
                join(columns, c -> c.name() + " = " + c.updated("excluded." + c.name())),
                declared.resets.stream().map(reset -> ", " + reset).collect(Collectors.joining()),
                join(differing, Column::name),
                deleted,
                join(differing, c -> c.updated("excluded." + c.name())),
                deleted.isEmpty() ? "" : ", NULL");
  }

  private String updateQuietly(List<Column<T>> quiet) {
    if (declared.immutable || quiet.isEmpty()) {
      return "";
    }
    return "UPDATE %s SET %s WHERE repo_id = :repo AND %s = :key AND (%s) IS NOT (%s)"
        .formatted(
            name(),
            join(quiet, c -> c.name() + " = " + c.updated(":" + c.name())),
            key(),
            join(quiet, Column::name),
            join(quiet, c -> c.updated(":" + c.name())));
  }

  private static <T> String join(List<Column<T>> columns, Function<Column<T>, String> sql) {
    return columns.stream().map(sql).collect(Collectors.joining(", "));
  }

  /** Returns the values of all columns but the key. */
  public List<@Nullable Object> values(T item) {
    List<@Nullable Object> values = new ArrayList<>();
    statements().columns().forEach(column -> values.add(column.value().apply(item)));
    return values;
  }

  static @Nullable Object[] values(long repo, long key, List<@Nullable Object> others) {
    @Nullable Object[] values = new Object[others.size() + 2];
    values[0] = repo;
    values[1] = key;
    for (int i = 0; i < others.size(); i++) {
      values[i + 2] = others.get(i);
    }
    return values;
  }
}
