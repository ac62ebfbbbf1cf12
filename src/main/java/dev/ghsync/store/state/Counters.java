package dev.ghsync.store.state;

import dev.ghsync.model.item.RepoCounts;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.util.Optional;

/** The table {@code repo_counts}. */
public class Counters {
  private final ReadConnection db;

  public Counters(ReadConnection db) {
    this.db = db;
  }

  public Optional<RepoCounts> find(long repo) {
    return db.find(
        "SELECT * FROM repo_counts WHERE repo_id = :repo",
        row ->
            new RepoCounts(
                row.number("open_issues"),
                row.number("closed_issues"),
                row.number("open_pulls"),
                row.number("closed_pulls"),
                row.number("merged_pulls"),
                row.number("branches"),
                row.number("tags"),
                row.number("commits"),
                row.number("comments")),
        repo);
  }

  /** Adds the statements that write. */
  public static final class Writer extends Counters {
    private static final String RECOUNT =
        """
        INSERT INTO repo_counts (repo_id, open_issues, closed_issues, open_pulls, closed_pulls,
          merged_pulls, branches, tags, commits, comments)
        SELECT :repo,
          count(*) FILTER (WHERE is_pull = 0 AND state = 'open'),
          count(*) FILTER (WHERE is_pull = 0 AND state <> 'open'),
          count(*) FILTER (WHERE is_pull = 1 AND state = 'open'),
          count(*) FILTER (WHERE is_pull = 1 AND state <> 'open' AND coalesce(merged, 0) = 0),
          count(*) FILTER (WHERE is_pull = 1 AND merged = 1),
          (SELECT count(*) FROM refs WHERE repo_id = :repo AND kind = 'branch'),
          (SELECT count(*) FROM refs WHERE repo_id = :repo AND kind = 'tag'),
          (SELECT count(*) FROM commits WHERE repo_id = :repo),
          (SELECT count(*) FROM issue_comments WHERE repo_id = :repo AND deleted_at IS NULL)
        FROM (SELECT i.is_pull, i.state, p.merged FROM issues i
              LEFT JOIN pulls p ON p.repo_id = i.repo_id AND p.number = i.number
              WHERE i.repo_id = :repo AND i.deleted_at IS NULL)
        WHERE true
        ON CONFLICT (repo_id) DO UPDATE SET open_issues = excluded.open_issues,
          closed_issues = excluded.closed_issues, open_pulls = excluded.open_pulls,
          closed_pulls = excluded.closed_pulls, merged_pulls = excluded.merged_pulls,
          branches = excluded.branches, tags = excluded.tags, commits = excluded.commits,
          comments = excluded.comments
        WHERE (open_issues, closed_issues, open_pulls, closed_pulls, merged_pulls, branches, tags,
            commits, comments)
          IS NOT (excluded.open_issues, excluded.closed_issues, excluded.open_pulls,
            excluded.closed_pulls, excluded.merged_pulls, excluded.branches, excluded.tags,
            excluded.commits, excluded.comments)
        """;

    /** No answer contains the number of comments of an issue that only its pull request showed. */
    private static final String COUNT_COMMENTS =
        """
        UPDATE issues SET comments_count = (SELECT count(*) FROM issue_comments c
          WHERE c.repo_id = issues.repo_id AND c.issue_number = issues.number
            AND c.deleted_at IS NULL)
        WHERE repo_id = :repo AND id IS NULL
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Counts all rows again and returns whether a count changed. */
    public boolean recount(long repo) {
      db.update(COUNT_COMMENTS, repo);
      return db.update(RECOUNT, repo) > 0;
    }
  }
}
