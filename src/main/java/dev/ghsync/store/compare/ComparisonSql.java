package dev.ghsync.store.compare;

import dev.ghsync.store.compare.Comparison.Difference;
import dev.ghsync.store.sql.SqlValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a {@link Comparison}: {@code main} has what GitHub says, {@code mirror} what is
 * stored. All columns are compared but those that only ghsync knows, and {@code raw}: reactions and
 * other counts move in it without any sign that a sync could go by.
 */
final class ComparisonSql {
  private static final Set<String> NOT_COMPARED = Set.of("repo_id", "raw", "deleted_with_issue");

  /**
   * Ids beside names: an earlier version has not stored them, and some answers do not tell them.
   */
  private static final Set<String> SUPPLEMENTS =
      Set.of("user_id", "author_id", "actor_id", "creator_id", "merged_by_id", "head_repo_id");

  /** All that one page may fill. */
  private static final List<String> FILLED =
      Stream.concat(
              Stream.of(Compared.values())
                  .filter(kind -> kind != Compared.METADATA)
                  .flatMap(
                      kind ->
                          Stream.concat(
                              Stream.of(kind.table()),
                              kind.children().stream().map(Compared.Child::table))),
              Stream.of("ref_changes", "refs"))
          .distinct()
          .toList();

  private final Handle handle;
  private final long repo;
  private final Map<String, List<String>> columns = new HashMap<>();

  ComparisonSql(Handle handle, long repo) {
    this.handle = handle;
    this.repo = repo;
  }

  /** Makes the tables that remember what was seen and what was found to differ. */
  void prepare() {
    for (String table : List.of("seen", "found")) {
      handle.execute(
          "CREATE TABLE "
              + table
              + " (kind TEXT, key INTEGER, PRIMARY KEY (kind, key)) WITHOUT ROWID");
    }
    copyRepository();
  }

  /** Some writers ask for the repository, so that its row must be there. */
  void copyRepository() {
    String all = String.join(", ", columns("repos"));
    handle
        .createUpdate(
            "INSERT OR REPLACE INTO repos (%s) SELECT %s FROM mirror.repos WHERE id = :repo"
                .formatted(all, all))
        .bind("repo", repo)
        .execute();
  }

  void clear() {
    FILLED.forEach(table -> handle.execute("DELETE FROM " + table));
  }

  /** Compares the items in {@code main}, and the accounts that came with them. */
  Comparison.Page compare(Compared kind) {
    List<Difference> found = new ArrayList<>(differences(kind));
    if (kind.tellsUsers()) {
      found.addAll(differences(Compared.USERS));
    }
    long newItems =
        handle
            .createUpdate(
                "INSERT OR IGNORE INTO seen SELECT :kind, %s FROM main.%s"
                    .formatted(kind.key(), kind.table()))
            .bind("kind", kind.name())
            .execute();
    return new Comparison.Page(newItems, found);
  }

  private List<Difference> differences(Compared kind) {
    Map<Long, Item> items = new TreeMap<>();
    missing(kind, items);
    changed(kind, items);
    kind.children().forEach(child -> children(kind, child, items));
    return items.entrySet().stream()
        .filter(e -> isNew(kind, e.getKey()))
        .map(e -> new Difference(e.getValue().shown(), e.getValue().what()))
        .toList();
  }

  int see(Compared kind, Collection<Long> keys) {
    return handle
        .createUpdate("INSERT OR IGNORE INTO seen SELECT :kind, value FROM json_each(:keys)")
        .bind("kind", kind.name())
        .bind("keys", SqlValues.array(keys))
        .execute();
  }

  private boolean isNew(Compared kind, long key) {
    return handle
            .createUpdate("INSERT OR IGNORE INTO found VALUES (:kind, :key)")
            .bind("kind", kind.name())
            .bind("key", key)
            .execute()
        > 0;
  }

  long countGone(Compared kind, Comparison.Shown shown) {
    return bind("SELECT count(*) " + goneRows(kind), kind, shown).mapTo(Long.class).one();
  }

  List<Difference> gone(Compared kind, Comparison.Shown shown, int most) {
    return bind(
            "SELECT r.%s AS key, %s AS name %s ORDER BY 1 LIMIT :most"
                .formatted(kind.key(), kind.shownName(), goneRows(kind)),
            kind,
            shown)
        .bind("most", most)
        .map(
            (row, context) ->
                new Difference(
                    shown(kind, row.getLong("key"), row.getString("name")),
                    "not on GitHub any more"))
        .list();
  }

  private static String goneRows(Compared kind) {
    return """
    FROM mirror.%s r WHERE r.repo_id = :repo AND (%s)
      AND NOT EXISTS (SELECT 1 FROM seen s WHERE s.kind = :kind AND s.key = r.%s)
    """
        .formatted(kind.table(), kind.active(), kind.key());
  }

  private Query bind(String sql, Compared kind, Comparison.Shown shown) {
    return handle
        .createQuery(sql)
        .bind("repo", repo)
        .bind("kind", kind.name())
        .bind("from", shown.from().map(SqlValues::text).orElse(""))
        .bind("drafts", shown.drafts());
  }

  // ------------------------------------------------------------------ one page

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
  }

  private void missing(Compared kind, Map<Long, Item> items) {
    handle
        .createQuery(
            """
            SELECT r.%s AS key, %s AS name FROM main.%s r
            WHERE NOT EXISTS (SELECT 1 FROM mirror.%s d WHERE %s)
            """
                .formatted(kind.key(), kind.shownName(), kind.table(), kind.table(), same(kind)))
        .map((row, context) -> Map.entry(row.getLong("key"), text(row.getString("name"))))
        .forEach(
            e -> items.put(e.getKey(), new Item(shown(kind, e.getKey(), e.getValue()), List.of())));
  }

  private void changed(Compared kind, Map<Long, Item> items) {
    List<String> compared =
        columns(kind.table()).stream()
            .filter(column -> !column.equals(kind.key()))
            .filter(column -> !NOT_COMPARED.contains(column) && !kind.ignored().contains(column))
            .toList();
    String names =
        compared.stream()
            .map(c -> "iif(%s IS %s, '', '%s ')".formatted(of("r", "d", c), of("d", "r", c), c))
            .collect(Collectors.joining(" || "));
    handle
        .createQuery(
            """
            SELECT r.%s AS key, %s AS name, %s AS columns
            FROM main.%s r JOIN mirror.%s d ON %s
            WHERE (%s) IS NOT (%s)
            """
                .formatted(
                    kind.key(),
                    kind.shownName(),
                    names,
                    kind.table(),
                    kind.table(),
                    same(kind),
                    of("r", "d", compared),
                    of("d", "r", compared)))
        .map(
            (row, context) ->
                Map.entry(
                    row.getLong("key"),
                    new Item(
                        shown(kind, row.getLong("key"), row.getString("name")),
                        List.of(row.getString("columns").split(" ", -1)))))
        .forEach(e -> items.put(e.getKey(), trimmed(e.getValue())));
  }

  /** The list of columns ends with a space. */
  private static Item trimmed(Item item) {
    return new Item(item.shown(), item.columns().stream().filter(c -> !c.isEmpty()).toList());
  }

  /** Items for which one side has a row that the other has not. */
  private void children(Compared kind, Compared.Child child, Map<Long, Item> items) {
    List<String> compared =
        columns(child.table()).stream()
            .filter(c -> !NOT_COMPARED.contains(c) && !SUPPLEMENTS.contains(c))
            .toList();
    String names = String.join(", ", compared);
    String github = "SELECT %s FROM main.%s".formatted(names, child.table());
    String stored =
        "SELECT %s FROM mirror.%s WHERE repo_id = :repo AND %s IN (SELECT %s FROM main.%s)"
            .formatted(names, child.table(), child.parent(), kind.key(), kind.table());
    String sql =
        """
        SELECT DISTINCT %s FROM (SELECT * FROM (%s EXCEPT %s) UNION ALL SELECT * FROM (%s EXCEPT %s))
        """
            .formatted(child.parent(), github, stored, stored, github);
    for (long key : handle.createQuery(sql).bind("repo", repo).mapTo(Long.class).list()) {
      Item item = items.get(key);
      if (item == null) {
        items.put(key, new Item(shown(kind, key, name(kind, key)), List.of(child.noun())));
      } else if (!item.columns().isEmpty()) {
        List<String> more = new ArrayList<>(item.columns());
        more.add(child.noun());
        items.put(key, new Item(item.shown(), more));
      }
    }
  }

  private String name(Compared kind, long key) {
    return handle
        .createQuery(
            "SELECT coalesce(%s, '') FROM main.%s r WHERE r.%s = :key"
                .formatted(kind.shownName(), kind.table(), kind.key()))
        .bind("key", key)
        .mapTo(String.class)
        .one();
  }

  private static String shown(Compared kind, long key, @Nullable String name) {
    if (kind == Compared.METADATA) {
      return text(name);
    }
    String more = text(name);
    return kind.noun() + " " + key + (more.isEmpty() ? "" : " (" + more + ")");
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String same(Compared kind) {
    String byKey = "d.%s = r.%s".formatted(kind.key(), kind.key());
    return switch (kind) {
      case METADATA -> byKey;
      // Of some accounts an earlier version has not stored the host.
      case USERS -> byKey + " AND d.host IN (r.host, '')";
      default -> byKey + " AND d.repo_id = r.repo_id";
    };
  }

  private static String of(String alias, String other, List<String> columns) {
    return columns.stream().map(c -> of(alias, other, c)).collect(Collectors.joining(", "));
  }

  /** A supplement that one side lacks is taken from the other, and so does not differ. */
  private static String of(String alias, String other, String column) {
    return SUPPLEMENTS.contains(column)
        ? "coalesce(%s.%s, %s.%s)".formatted(alias, column, other, column)
        : alias + "." + column;
  }

  /** Without those that are generated from others. */
  private List<String> columns(String table) {
    return columns.computeIfAbsent(
        table,
        t ->
            handle
                .createQuery("SELECT name FROM pragma_table_info('" + t + "')")
                .mapTo(String.class)
                .list());
  }
}
