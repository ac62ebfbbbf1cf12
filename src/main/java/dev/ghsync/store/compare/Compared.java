package dev.ghsync.store.compare;

import dev.ghsync.model.item.User;
import dev.ghsync.store.state.Repos;
import dev.ghsync.store.table.DiscussionComments;
import dev.ghsync.store.table.Discussions;
import dev.ghsync.store.table.Issues;
import dev.ghsync.store.table.Pulls;
import dev.ghsync.store.table.Reactions;
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
 * @param ignored columns that the source of the items lacks
 * @param expected the condition that GitHub must show the item
 * @param withAccounts whether the accounts that come with the items are compared too; GraphQL gives
 *     some accounts another login than REST
 */
public record Compared(
    String name,
    String noun,
    Table<?> table,
    Set<String> ignored,
    String expected,
    boolean withAccounts) {

  private static final Compared ISSUES = of(Issues.TABLE);
  public static final Compared PULLS = of(Pulls.TABLE, false);
  public static final Compared REVIEWS = of(Reviews.TABLE, false);

  public static final Compared DISCUSSIONS = of(Discussions.TABLE, false);
  public static final Compared DISCUSSION_COMMENTS = of(DiscussionComments.TABLE, false);
  public static final Compared REACTIONS = of(Reactions.TABLE, false);

  /** Issues that are no pull requests. */
  public static final Compared OWN_ISSUES =
      new Compared(
          "own issues",
          ISSUES.noun,
          Issues.TABLE,
          Set.of(),
          "r.is_pull = 0 AND " + ISSUES.expected,
          true);

  /** The issues of pull requests, as the list of pull requests shows them. */
  public static final Compared PULL_ISSUES =
      new Compared(
          "pull issues",
          PULLS.noun,
          Issues.TABLE,
          Set.of("id", "comments_count"),
          ISSUES.expected,
          true);

  static final Compared REPOSITORY = of(Repos.TABLE, false);

  static final Compared USERS =
      of(
          Table.<User>named("users", "user")
              .key("id", User::id)
              .column("login", User::login)
              .column("type", User::type)
              .shownAs("r.login")
              .build(),
          false);

  /** The items of a table, which GitHub shows as the table declares. */
  public static Compared of(Table<?> table) {
    return of(table, true);
  }

  private static Compared of(Table<?> table, boolean withAccounts) {
    String expected =
        "(%s) AND %s >= :from AND (NOT %s OR :drafts)"
            .formatted(table.expected("mirror"), table.changedAt("mirror"), table.draft());
    return new Compared(table.name(), table.noun(), table, Set.of(), expected, withAccounts);
  }

  List<String> columns() {
    return table.compared().stream().filter(column -> !ignored.contains(column)).toList();
  }

  /** The condition that {@code r} and {@code d} are the same item. */
  String same() {
    String byKey = "d.%1$s = r.%1$s".formatted(table.key());
    return switch (table.name()) {
      case "repos" -> byKey;
      // An earlier version has not stored the host of some accounts.
      case "users" -> byKey + " AND d.host IN (r.host, '')";
      default -> byKey + " AND d.repo_id = r.repo_id";
    };
  }
}
