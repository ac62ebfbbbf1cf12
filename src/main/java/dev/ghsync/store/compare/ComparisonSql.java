package dev.ghsync.store.compare;

import dev.ghsync.store.compare.Comparison.Difference;
import dev.ghsync.store.sql.SqlValues;
import dev.ghsync.store.sql.WriteConnection;
import dev.ghsync.store.table.ChildTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements of a {@link Comparison}: {@code main} has what GitHub says, {@code mirror} the
 * stored rows.
 */
final class ComparisonSql {
  private static final String IS_TABLE = "type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'";

  /** Tables with the items that were seen and those that were found to differ. */
  private static final List<String> MEMORY = List.of("seen", "found");

  private final WriteConnection db;
  private final long repo;
  private final List<String> filled;

  /**
   * Creates the tables of {@code mirror} in {@code main}, and those of the items that were seen and
   * of those that were found to differ.
   */
  ComparisonSql(WriteConnection db, long repo) {
    this.db = db;
    this.repo = repo;
    db.texts("SELECT sql FROM mirror.sqlite_master WHERE " + IS_TABLE).forEach(db::update);
    filled = db.texts("SELECT name FROM main.sqlite_master WHERE name <> 'repos' AND " + IS_TABLE);
    for (String table : MEMORY) {
      db.update(
          "CREATE TABLE "
              + table
              + " (kind TEXT, key INTEGER, PRIMARY KEY (kind, key)) WITHOUT ROWID");
    }
    copyRepository();
  }

  /** Copies the row of the repository, which some writers read. */
  void copyRepository() {
    db.update("INSERT OR REPLACE INTO repos SELECT * FROM mirror.repos WHERE id = :repo", repo);
  }

  void clear() {
    filled.forEach(table -> db.update("DELETE FROM " + table));
  }

  /** Compares the items in {@code main}, and the accounts that came with them. */
  Comparison.Page compare(Compared kind) {
    List<Difference> found = new ArrayList<>(differences(kind));
    if (kind.withAccounts()) {
      found.addAll(differences(Compared.USERS));
    }
    long newItems =
        db.update(
            "INSERT OR IGNORE INTO seen SELECT :kind, %s FROM main.%s"
                .formatted(kind.table().key(), kind.table().name()),
            kind.name());
    return new Comparison.Page(newItems, found);
  }

  private List<Difference> differences(Compared kind) {
    Map<Long, Item> items = new TreeMap<>();
    missing(kind, items);
    changed(kind, items);
    kind.table().children().forEach(child -> children(kind, child, items));
    return items.entrySet().stream()
        .filter(e -> isNew(kind, e.getKey()))
        .map(e -> new Difference(e.getValue().shown(), e.getValue().what()))
        .toList();
  }

  void see(Compared kind, Collection<Long> keys) {
    db.update(
        "INSERT OR IGNORE INTO seen SELECT :kind, value FROM json_each(:keys)", kind.name(), keys);
  }

  private boolean isNew(Compared kind, long key) {
    return db.update("INSERT OR IGNORE INTO found VALUES (:kind, :key)", kind.name(), key) > 0;
  }

  long countGone(Compared kind, Comparison.Shown shown) {
    return db.number(
        "SELECT count(*) " + goneRows(kind), repo, from(shown), shown.drafts(), kind.name());
  }

  List<Difference> gone(Compared kind, Comparison.Shown shown, int most) {
    return db.list(
        "SELECT r.%s AS key, %s AS name %s ORDER BY 1 LIMIT :most"
            .formatted(kind.table().key(), kind.table().shownName(), goneRows(kind)),
        row ->
            new Difference(
                shown(kind, row.number("key"), row.optionalText("name")), "not on GitHub any more"),
        repo,
        from(shown),
        shown.drafts(),
        kind.name(),
        most);
  }

  private static String from(Comparison.Shown shown) {
    return shown.from().map(SqlValues::text).orElse("");
  }

  private static String goneRows(Compared kind) {
    return """
    FROM mirror.%s r WHERE r.repo_id = :repo AND %s
      AND NOT EXISTS (SELECT 1 FROM seen s WHERE s.kind = :kind AND s.key = r.%s)
    """
        .formatted(kind.table().name(), kind.expected(), kind.table().key());
  }

  // ------------------------------------------------------------------ one page

  /** An item that differs; without columns: that is not stored. */
  private record Item(String shown, List<String> columns) {
    String what() {
      if (columns.isEmpty()) {
        return "not in the database";
      }
      if (columns.contains("deleted_at")) {
        return "marked as deleted in the database, but is on GitHub";
      }
      return String.join(", ", columns)
          + (columns.size() == 1 && !columns.get(0).endsWith("s") ? " differs" : " differ");
    }

    Item and(String column) {
      return new Item(shown, Stream.concat(columns.stream(), Stream.of(column)).toList());
    }
  }

  private void missing(Compared kind, Map<Long, Item> items) {
    String sql =
        """
        SELECT r.%s AS key, %s AS name FROM main.%s r
        WHERE NOT EXISTS (SELECT 1 FROM mirror.%s d WHERE %s)
        """
            .formatted(
                kind.table().key(),
                kind.table().shownName(),
                kind.table().name(),
                kind.table().name(),
                kind.same());
    db.list(
            sql,
            row -> {
              long key = row.number("key");
              return Map.entry(
                  key, new Item(shown(kind, key, row.optionalText("name")), List.of()));
            })
        .forEach(e -> items.put(e.getKey(), e.getValue()));
  }

  private void changed(Compared kind, Map<Long, Item> items) {
    UnaryOperator<String> github = column -> value(kind, "r", "d", column);
    UnaryOperator<String> stored = column -> value(kind, "d", "r", column);
    String names =
        kind.columns().stream()
            .map(c -> "iif(%s IS %s, '', ' %s')".formatted(github.apply(c), stored.apply(c), c))
            .collect(Collectors.joining(" || "));
    String sql =
        """
        SELECT r.%s AS key, %s AS name, %s AS columns
        FROM main.%s r JOIN mirror.%s d ON %s
        WHERE (%s) IS NOT (%s)
        """
            .formatted(
                kind.table().key(),
                kind.table().shownName(),
                names,
                kind.table().name(),
                kind.table().name(),
                kind.same(),
                kind.columns().stream().map(github).collect(Collectors.joining(", ")),
                kind.columns().stream().map(stored).collect(Collectors.joining(", ")));
    db.list(
            sql,
            row -> {
              long key = row.number("key");
              List<String> columns = List.of(row.text("columns").trim().split(" ", -1));
              return Map.entry(key, new Item(shown(kind, key, row.optionalText("name")), columns));
            })
        .forEach(e -> items.put(e.getKey(), e.getValue()));
  }

  /** Adds the items of which one side has a child row that the other has not. */
  private void children(Compared kind, ChildTable<?, ?> child, Map<Long, Item> items) {
    String names = child.parent() + ", " + String.join(", ", child.compared());
    String github = "SELECT %s FROM main.%s".formatted(names, child.name());
    String stored =
        "SELECT %s FROM mirror.%s WHERE repo_id = :repo AND %s IN (SELECT %s FROM main.%s)"
            .formatted(
                names, child.name(), child.parent(), kind.table().key(), kind.table().name());
    String sql =
        """
        SELECT DISTINCT %s FROM (SELECT * FROM (%s EXCEPT %s) UNION ALL SELECT * FROM (%s EXCEPT %s))
        """
            .formatted(child.parent(), github, stored, stored, github);
    for (long key : db.numbers(sql, repo)) {
      Item item = items.get(key);
      if (item == null) {
        items.put(key, new Item(shown(kind, key, name(kind, key)), List.of(child.noun())));
      } else if (!item.columns().isEmpty()) {
        items.put(key, item.and(child.noun()));
      }
    }
  }

  private Optional<String> name(Compared kind, long key) {
    return db.one(
        "SELECT %s AS name FROM main.%s r WHERE r.%s = :key"
            .formatted(kind.table().shownName(), kind.table().name(), kind.table().key()),
        row -> row.optionalText("name"),
        key);
  }

  private static String shown(Compared kind, long key, Optional<String> name) {
    if (kind.equals(Compared.REPOSITORY)) {
      return name.orElse("");
    }
    return kind.noun()
        + " "
        + key
        + name.filter(n -> !n.isEmpty()).map(n -> " (" + n + ")").orElse("");
  }

  /** A supplement that one side lacks is taken from the other, and so does not differ. */
  private static String value(Compared kind, String alias, String other, String column) {
    return kind.table().supplements().contains(column)
        ? "coalesce(%s.%s, %s.%s)".formatted(alias, column, other, column)
        : alias + "." + column;
  }
}
