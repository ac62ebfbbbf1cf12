package dev.ghsync.store.state;

import dev.ghsync.model.item.RepoCounts;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The table {@code repo_counts}. */
public class Counters {
  private static final String COUNT =
      """
      SELECT count(*) FILTER (WHERE is_pull = 0 AND state = 'open') AS open_issues,
        count(*) FILTER (WHERE is_pull = 0 AND state <> 'open') AS closed_issues,
        count(*) FILTER (WHERE is_pull = 1 AND state = 'open') AS open_pulls,
        count(*) FILTER (WHERE is_pull = 1 AND state <> 'open' AND coalesce(merged, 0) = 0)
          AS closed_pulls,
        count(*) FILTER (WHERE is_pull = 1 AND merged = 1) AS merged_pulls,
        (SELECT count(*) FROM refs WHERE repo_id = :repo AND kind = 'branch') AS branches,
        (SELECT count(*) FROM refs WHERE repo_id = :repo AND kind = 'tag') AS tags,
        (SELECT count(*) FROM commits WHERE repo_id = :repo) AS commits,
        (SELECT count(*) FROM issue_comments WHERE repo_id = :repo AND deleted_at IS NULL)
          AS comments,
        (SELECT count(*) FROM discussions WHERE repo_id = :repo AND deleted_at IS NULL)
          AS discussions
      FROM (SELECT i.is_pull, i.state, p.merged FROM issues i
            LEFT JOIN pulls p ON p.repo_id = i.repo_id AND p.number = i.number
            WHERE i.repo_id = :repo AND i.deleted_at IS NULL)
      """;

  private static final String LIST_COMMENTS_OF_PULLS =
      """
      SELECT number, here FROM (
        SELECT i.number, i.comments_count,
               (SELECT count(*) FROM issue_comments c WHERE c.repo_id = i.repo_id
                  AND c.issue_number = i.number AND c.deleted_at IS NULL) AS here
        FROM issues i WHERE i.repo_id = :repo AND i.id IS NULL)
      WHERE comments_count IS NOT here
      """;

  private final ReadConnection db;

  public Counters(ReadConnection db) {
    this.db = db;
  }

  /** Finds the numbers that were counted last. */
  public Optional<RepoCounts> find(long repo) {
    return db.find("SELECT * FROM repo_counts WHERE repo_id = :repo", Counters::counts, repo);
  }

  /**
   * The numbers of a repository as they are now.
   *
   * @param changed whether {@code counts} differ from those that were stored last
   * @param comments the comments of each issue that only its pull request showed, where its row has
   *     another number: no answer contains it
   */
  public record Counted(RepoCounts counts, boolean changed, Map<Long, Long> comments) {
    public boolean isStored() {
      return !changed && comments.isEmpty();
    }
  }

  /** Counts all rows, which takes up to seconds: other processes must be able to write. */
  public Counted count(long repo) {
    RepoCounts now = db.find(COUNT, Counters::counts, repo).orElseThrow();
    Map<Long, Long> comments = new LinkedHashMap<>();
    db.list(
            LIST_COMMENTS_OF_PULLS,
            row -> Map.entry(row.number("number"), row.number("here")),
            repo)
        .forEach(of -> comments.put(of.getKey(), of.getValue()));
    return new Counted(now, !find(repo).equals(Optional.of(now)), comments);
  }

  private static RepoCounts counts(Row row) throws SQLException {
    return new RepoCounts(
        row.number("open_issues"),
        row.number("closed_issues"),
        row.number("open_pulls"),
        row.number("closed_pulls"),
        row.number("merged_pulls"),
        row.number("branches"),
        row.number("tags"),
        row.number("commits"),
        row.number("comments"),
        row.number("discussions"));
  }

  /** Adds the statements that write. */
  public static final class Writer extends Counters {
    private static final String SAVE =
        """
        INSERT OR REPLACE INTO repo_counts (repo_id, open_issues, closed_issues, open_pulls,
          closed_pulls, merged_pulls, branches, tags, commits, comments, discussions)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private static final String SET_COMMENTS_COUNT =
        "UPDATE issues SET comments_count = :count WHERE repo_id = :repo AND number = :number";

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Stores what {@link #count} has counted. */
    public void save(long repo, Counted counted) {
      counted
          .comments()
          .forEach((number, comments) -> db.update(SET_COMMENTS_COUNT, comments, repo, number));
      RepoCounts counts = counted.counts();
      db.update(
          SAVE,
          repo,
          counts.openIssues(),
          counts.closedIssues(),
          counts.openPulls(),
          counts.closedPulls(),
          counts.mergedPulls(),
          counts.branches(),
          counts.tags(),
          counts.commits(),
          counts.comments(),
          counts.discussions());
    }
  }
}
