package dev.ghsync.store.table;

import dev.ghsync.model.item.User;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.SqlValues;
import dev.ghsync.store.sql.WriteConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table with a set of rows for each row of another table, such as the labels of an issue.
 *
 * @param <T> the rows of the other table
 * @param <C> the members of the set
 */
public final class ChildTable<T, C> {
  private final String name;
  private final String parent;
  private final String noun;
  private final Function<T, @Nullable Collection<C>> members;
  private final List<Column<C>> columns = new ArrayList<>();
  private Function<C, @Nullable User> account = member -> null;
  private boolean updatesParent;

  private ChildTable(
      String name, String parent, String noun, Function<T, @Nullable Collection<C>> members) {
    this.name = name;
    this.parent = parent;
    this.noun = noun;
    this.members = members;
  }

  /**
   * Declares a table.
   *
   * @param parent the column with the key of the other table's row
   * @param noun the rows, for people: {@code labels}
   * @param members the set; null leaves the stored rows as they are
   */
  static <T, C> ChildTable<T, C> named(
      String name, String parent, String noun, Function<T, @Nullable Collection<C>> members) {
    return new ChildTable<>(name, parent, noun, members);
  }

  ChildTable<T, C> column(String column, Function<C, @Nullable Object> value) {
    columns.add(Column.of(column, value));
    return this;
  }

  /** A column that makes no update of the parent. */
  ChildTable<T, C> quietColumn(String column, Function<C, @Nullable Object> value) {
    columns.add(new Column<>(column, value, v -> v, false, Column.Role.COMPARED));
    return this;
  }

  ChildTable<T, C> account(String role, Function<C, @Nullable User> user) {
    columns.add(Column.of(role + "_login", member -> Users.login(user.apply(member))));
    columns.add(
        Column.kept(role + "_id", member -> Users.id(user.apply(member)), Column.Role.SUPPLEMENT));
    account = user;
    return this;
  }

  /** Another set makes the parent an updated row. */
  ChildTable<T, C> updatingParent() {
    updatesParent = true;
    return this;
  }

  public String name() {
    return name;
  }

  public String parent() {
    return parent;
  }

  public String noun() {
    return noun;
  }

  /** The columns that a comparison with GitHub compares. */
  public List<String> compared() {
    return columns.stream()
        .filter(column -> column.role() == Column.Role.COMPARED)
        .map(Column::name)
        .toList();
  }

  List<@Nullable User> accounts(T row) {
    List<@Nullable User> users = new ArrayList<>();
    members(row).forEach(member -> users.add(account.apply(member)));
    return users;
  }

  private Collection<C> members(T row) {
    Collection<C> all = members.apply(row);
    return all == null ? List.of() : all;
  }

  /** Makes the stored sets equal to those of the rows, and returns the parents to be updated. */
  Set<Long> replace(WriteConnection db, long repo, Map<Long, T> rows) {
    Map<Long, Set<List<@Nullable Object>>> sets = new LinkedHashMap<>();
    rows.forEach(
        (key, row) -> {
          if (members.apply(row) != null) {
            sets.put(key, set(members(row)));
          }
        });
    Map<Long, Set<List<@Nullable Object>>> stored = stored(db, repo, sets.keySet());
    Set<Long> changed = new HashSet<>();
    String where = " WHERE repo_id = :repo AND " + parent + " = :parent";
    try (Batch clear = db.batch("DELETE FROM " + name + where);
        Batch insert = db.batch(insertion())) {
      for (Map.Entry<Long, Set<List<@Nullable Object>>> set : sets.entrySet()) {
        Set<List<@Nullable Object>> before = stored.getOrDefault(set.getKey(), Set.of());
        if (before.equals(set.getValue())) {
          continue;
        }
        if (!before.isEmpty()) {
          clear.run(repo, set.getKey());
        }
        for (List<@Nullable Object> values : set.getValue()) {
          insert.run(Table.values(repo, set.getKey(), values));
        }
        if (updatesParent && !differing(before).equals(differing(set.getValue()))) {
          changed.add(set.getKey());
        }
      }
    }
    return changed;
  }

  private String insertion() {
    return "INSERT OR REPLACE INTO %s (repo_id, %s, %s) VALUES (?, ?%s)"
        .formatted(
            name, parent, names(), String.join("", Collections.nCopies(columns.size(), ", ?")));
  }

  private String names() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  private Set<List<@Nullable Object>> set(Collection<C> all) {
    Set<List<@Nullable Object>> set = new LinkedHashSet<>();
    for (C member : all) {
      List<@Nullable Object> values = new ArrayList<>();
      columns.forEach(column -> values.add(SqlValues.of(column.value().apply(member))));
      set.add(values);
    }
    return set;
  }

  private Map<Long, Set<List<@Nullable Object>>> stored(
      ReadConnection db, long repo, Collection<Long> parents) {
    Map<Long, Set<List<@Nullable Object>>> stored = new HashMap<>();
    db.list(
            "SELECT %s, %s FROM %s WHERE repo_id = :repo AND %s IN (SELECT value FROM json_each(:keys))"
                .formatted(parent, names(), name, parent),
            row -> {
              List<@Nullable Object> values = new ArrayList<>();
              for (int i = 0; i < columns.size(); i++) {
                values.add(row.value(i + 2));
              }
              return Map.entry(row.number(parent), values);
            },
            repo,
            parents)
        .forEach(e -> stored.computeIfAbsent(e.getKey(), k -> new HashSet<>()).add(e.getValue()));
    return stored;
  }

  /** The set without the columns that make no update. */
  private Set<List<@Nullable Object>> differing(Set<List<@Nullable Object>> set) {
    Set<List<@Nullable Object>> rows = new HashSet<>();
    for (List<@Nullable Object> values : set) {
      List<@Nullable Object> some = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).differs()) {
          some.add(values.get(i));
        }
      }
      rows.add(some);
    }
    return rows;
  }
}
