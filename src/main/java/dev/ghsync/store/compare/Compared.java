package dev.ghsync.store.compare;

import dev.ghsync.store.table.ChildTable;
import dev.ghsync.store.table.Issues;
import dev.ghsync.store.table.Pulls;
import dev.ghsync.store.table.Reviews;
import dev.ghsync.store.table.Table;
import java.util.List;
import java.util.Set;

/**
 * A kind of items that a {@link Comparison} compares. In its SQL {@code r} is the item's row, and
 * {@code mirror} the database that is compared.
 *
 * @param name identifies the kind
 * @param noun the item, for people: {@code issue}
 * @param key the column that identifies an item within the repository
 * @param shownName an expression that tells people more than the key
 * @param columns the columns that are compared
 * @param supplements those of them that differ only where both sides know a value
 * @param children tables with several rows for one item
 * @param expected the condition that GitHub must show the item
 * @param withAccounts whether the accounts that come with the items are compared too
 */
public record Compared(
    String name,
    String noun,
    String table,
    String key,
    String shownName,
    List<String> columns,
    Set<String> supplements,
    List<? extends ChildTable<?, ?>> children,
    String expected,
    boolean withAccounts) {

  public static final Compared ISSUES = of(Issues.TABLE);
  public static final Compared PULLS = of(Pulls.TABLE).withoutAccounts();
  public static final Compared REVIEWS = of(Reviews.TABLE).withoutAccounts();

  /** Issues that are no pull requests. */
  public static final Compared OWN_ISSUES = ISSUES.variant("own issues", "r.is_pull = 0");

  /** The issues of pull requests, as the list of pull requests shows them. */
  public static final Compared PULL_ISSUES = pullIssues();

  static final Compared USERS =
      new Compared(
          "users",
          "user",
          "users",
          "id",
          "r.login",
          List.of("login", "type"),
          Set.of(),
          List.of(),
          "0",
          false);

  /** The items of a table, which GitHub shows as the table declares. */
  public static Compared of(Table<?> table) {
    return new Compared(
        table.name(),
        table.noun(),
        table.name(),
        table.key(),
        table.shownName(),
        table.compared(),
        table.supplements(),
        table.children(),
        "(%s) AND %s >= :from AND (NOT %s OR :drafts)"
            .formatted(table.expected("mirror"), table.changedAt("mirror"), table.draft()),
        true);
  }

  /** The repository itself, with the columns of its row. */
  static Compared repository(List<String> columns) {
    return new Compared(
        "repos",
        "repository",
        "repos",
        "id",
        "r.full_name",
        columns,
        Set.of(),
        List.of(),
        "0",
        false);
  }

  private static Compared pullIssues() {
    Set<String> unknown = Set.of("id", "comments_count");
    List<String> columns = ISSUES.columns.stream().filter(c -> !unknown.contains(c)).toList();
    return new Compared(
        "pull issues",
        PULLS.noun,
        ISSUES.table,
        ISSUES.key,
        ISSUES.shownName,
        columns,
        ISSUES.supplements,
        ISSUES.children,
        ISSUES.expected,
        true);
  }

  private Compared variant(String otherName, String condition) {
    return new Compared(
        otherName,
        noun,
        table,
        key,
        shownName,
        columns,
        supplements,
        children,
        condition + " AND " + expected,
        withAccounts);
  }

  /** GraphQL, which some items come from, gives some accounts another login than REST. */
  private Compared withoutAccounts() {
    return new Compared(
        name, noun, table, key, shownName, columns, supplements, children, expected, false);
  }

  /** The condition that {@code r} and {@code d} are the same item. */
  String same() {
    String byKey = "d.%s = r.%s".formatted(key, key);
    return switch (table) {
      case "repos" -> byKey;
      // An earlier version has not stored the host of some accounts.
      case "users" -> byKey + " AND d.host IN (r.host, '')";
      default -> byKey + " AND d.repo_id = r.repo_id";
    };
  }
}
