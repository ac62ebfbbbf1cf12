package dev.ghsync.store.table;

import dev.ghsync.model.item.CrossReference;
import dev.ghsync.model.item.ItemLinks;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code cross_references} and {@code closing_issues}. Neither kind of link changes the
 * time of its issue, so {@code issues.links_of} only says as of which change the links were read.
 */
public class Links {
  static final String LIST_DUE =
      """
      SELECT number, is_pull, updated_at FROM issues
      WHERE repo_id = :repo AND links_of IS NOT updated_at AND deleted_at IS NULL
      ORDER BY number
      """;

  private static final String COUNT =
      """
      SELECT (SELECT count(*) FROM cross_references WHERE repo_id = :repo)
        + (SELECT count(*) FROM closing_issues WHERE repo_id = :repo)
      """;

  private static final String LIST_REFERENCES =
      """
      SELECT * FROM cross_references
      WHERE repo_id = :repo AND issue_number IN (SELECT value FROM json_each(:numbers))
      """;

  private static final String LIST_CLOSING =
      """
      SELECT * FROM closing_issues
      WHERE repo_id = :repo AND pull_number IN (SELECT value FROM json_each(:numbers))
      """;

  private final ReadConnection db;

  public Links(ReadConnection db) {
    this.db = db;
  }

  /** An issue or pull request whose links must be read. */
  public record Due(long number, boolean isPull, Instant updatedAt) {}

  /** Lists issues and pull requests that changed since their links were read. */
  public List<Due> listDue(long repo) {
    return db.list(
        LIST_DUE,
        row -> new Due(row.number("number"), row.flag("is_pull"), row.time("updated_at")),
        repo);
  }

  /** Counts the issues and pull requests whose links are still to be read. */
  public long countDue(long repo) {
    return db.number("SELECT count(*) FROM (" + LIST_DUE + ")", repo);
  }

  /** Counts the links of both kinds. */
  public long count(long repo) {
    return db.number(COUNT, repo);
  }

  /** Returns those whose stored links are others than these. */
  public List<ItemLinks> listDiffering(long repo, Collection<ItemLinks> links) {
    if (links.isEmpty()) {
      return List.of();
    }
    List<Long> numbers = links.stream().map(ItemLinks::number).toList();
    Map<Long, Set<Object>> stored = stored(repo, numbers);
    Predicate<ItemLinks> differs =
        of -> !members(of).equals(stored.getOrDefault(of.number(), Set.of()));
    return links.stream().filter(differs).toList();
  }

  /** A mention as it is compared, without the id of the account, which is not always known. */
  private record Mention(
      String repo,
      long number,
      boolean isPull,
      @Nullable String actor,
      Instant at,
      boolean closes) {
    static Mention of(CrossReference r) {
      return new Mention(
          r.sourceRepo(),
          r.sourceNumber(),
          r.sourceIsPull(),
          Users.login(r.actor()),
          r.createdAt(),
          r.willClose());
    }
  }

  private static Set<Object> members(ItemLinks links) {
    Set<Object> members = new HashSet<>(links.closing());
    links.references().forEach(reference -> members.add(Mention.of(reference)));
    return members;
  }

  Map<Long, Set<Object>> stored(long repo, List<Long> numbers) {
    Map<Long, Set<Object>> stored = new HashMap<>();
    db.list(
            LIST_REFERENCES,
            row ->
                Map.entry(
                    row.number("issue_number"),
                    new Mention(
                        row.text("source_repo"),
                        row.number("source_number"),
                        row.flag("source_is_pull"),
                        row.text("actor_login"),
                        row.time("created_at"),
                        row.flag("will_close"))),
            repo,
            numbers)
        .forEach(e -> stored.computeIfAbsent(e.getKey(), n -> new HashSet<>()).add(e.getValue()));
    db.list(
            LIST_CLOSING,
            row ->
                Map.entry(
                    row.number("pull_number"),
                    new ItemLinks.IssueName(row.text("issue_repo"), row.number("issue_number"))),
            repo,
            numbers)
        .forEach(e -> stored.computeIfAbsent(e.getKey(), n -> new HashSet<>()).add(e.getValue()));
    return stored;
  }

  /** Adds the statements that write. */
  public static final class Writer extends Links {
    private static final String INSERT_REFERENCE =
        """
        INSERT OR REPLACE INTO cross_references (repo_id, issue_number, source_repo, source_number,
          source_is_pull, actor_login, actor_id, created_at, will_close)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private static final String INSERT_CLOSING =
        """
        INSERT OR REPLACE INTO closing_issues (repo_id, pull_number, issue_repo, issue_number)
        VALUES (?, ?, ?, ?)
        """;

    private static final String DUE =
        """
        UPDATE issues SET links_of = NULL
        WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:numbers))
        """;

    private static final String READ =
        "UPDATE issues SET links_of = :as_of WHERE repo_id = :repo AND number = :number";

    /** The links that a deleted issue was the other end of. */
    private static final String OTHER_ENDS_DUE =
        """
        WITH gone(repo, number) AS (SELECT r.full_name, j.value
          FROM repos r, json_each(:numbers) j WHERE r.id = :repo)
        UPDATE issues SET links_of = NULL WHERE repo_id = :repo AND number IN (
          SELECT c.issue_number FROM cross_references c
          JOIN gone g ON c.source_repo = g.repo AND c.source_number = g.number
          WHERE c.repo_id = :repo
          UNION SELECT c.pull_number FROM closing_issues c
          JOIN gone g ON c.issue_repo = g.repo AND c.issue_number = g.number
          WHERE c.repo_id = :repo)
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /**
     * Makes the stored links of issues and pull requests equal to these.
     *
     * @return the numbers of those that had no links before, and of those that had others
     */
    public RowChanges replace(long repo, Collection<ItemLinks> links) {
      List<ItemLinks> differing = listDiffering(repo, links);
      if (differing.isEmpty()) {
        return RowChanges.NOTHING;
      }
      List<Long> numbers = differing.stream().map(ItemLinks::number).toList();
      Set<Long> before = stored(repo, numbers).keySet();
      List<Long> created = numbers.stream().filter(number -> !before.contains(number)).toList();
      List<Long> updated = numbers.stream().filter(before::contains).toList();
      List<@Nullable User> actors = new ArrayList<>();
      differing.forEach(of -> of.references().forEach(r -> actors.add(r.actor())));
      Users.upsert(db, repo, actors);
      for (String table : List.of("cross_references", "closing_issues")) {
        db.update(
            "DELETE FROM %s WHERE repo_id = :repo AND %s IN (SELECT value FROM json_each(:numbers))"
                .formatted(table, table.equals("closing_issues") ? "pull_number" : "issue_number"),
            repo,
            numbers);
      }
      insert(repo, differing);
      return new RowChanges(created, updated, List.of());
    }

    private void insert(long repo, List<ItemLinks> links) {
      try (Batch references = db.batch(INSERT_REFERENCE);
          Batch closing = db.batch(INSERT_CLOSING)) {
        for (ItemLinks of : links) {
          for (CrossReference r : of.references()) {
            references.run(
                repo,
                of.number(),
                r.sourceRepo(),
                r.sourceNumber(),
                r.sourceIsPull(),
                Users.login(r.actor()),
                Users.id(r.actor()),
                r.createdAt(),
                r.willClose());
          }
          of.closing()
              .forEach(issue -> closing.run(repo, of.number(), issue.repo(), issue.number()));
        }
      }
    }

    /** Stores that the links were read as of a change of their issue. */
    public void read(long repo, long number, Instant asOf) {
      db.update(READ, asOf, repo, number);
    }

    /** Stores that the links of these must be read again. */
    public void due(long repo, Collection<Long> numbers) {
      db.update(DUE, repo, numbers);
    }

    /** Stores that all links must be read again. */
    public void allDue(long repo) {
      db.update("UPDATE issues SET links_of = NULL WHERE repo_id = :repo", repo);
    }

    /** Stores that the links to and from these issues, which were deleted, must be read again. */
    public static void othersDue(WriteConnection db, long repo, Collection<Long> deleted) {
      db.update(OTHER_ENDS_DUE, deleted, repo);
    }
  }
}
