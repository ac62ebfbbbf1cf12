package dev.ghsync.store.state;

import dev.ghsync.model.item.RepoCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code repo_counts}. */
public final class Counters {
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

  /** An issue that is known from its pull request alone: nobody tells how many comments it has. */
  private static final String COUNT_COMMENTS =
      """
      UPDATE issues SET comments_count = (SELECT count(*) FROM issue_comments c
        WHERE c.repo_id = issues.repo_id AND c.issue_number = issues.number
          AND c.deleted_at IS NULL)
      WHERE repo_id = :repo AND id IS NULL
      """;

  private static final String FIND = "SELECT * FROM repo_counts WHERE repo_id = :repo";

  private static final String ROWS =
      """
      SELECT 'refs' AS stream, count(*) AS n FROM refs WHERE repo_id = :repo
      UNION ALL SELECT 'objects', count(*) FROM commits WHERE repo_id = :repo
      UNION ALL SELECT 'labels', count(*) FROM labels WHERE repo_id = :repo
      UNION ALL SELECT 'milestones', count(*) FROM milestones WHERE repo_id = :repo
      UNION ALL SELECT 'issues', count(*) FROM issues WHERE repo_id = :repo AND deleted_at IS NULL
      UNION ALL SELECT 'comments', count(*) FROM issue_comments
        WHERE repo_id = :repo AND deleted_at IS NULL
      UNION ALL SELECT 'pulls', count(*) FROM pulls p WHERE repo_id = :repo AND EXISTS
        (SELECT 1 FROM issues i WHERE i.repo_id = p.repo_id AND i.number = p.number
          AND i.deleted_at IS NULL)
      UNION ALL SELECT 'reviews', count(*) FROM reviews
        WHERE repo_id = :repo AND deleted_at IS NULL
      UNION ALL SELECT 'review-comments', count(*) FROM review_comments
        WHERE repo_id = :repo AND deleted_at IS NULL
      UNION ALL SELECT 'commit-comments', count(*) FROM commit_comments
        WHERE repo_id = :repo AND deleted_at IS NULL
      UNION ALL SELECT 'events', count(*) FROM issue_events WHERE repo_id = :repo
      UNION ALL SELECT 'releases', count(*) FROM releases
        WHERE repo_id = :repo AND deleted_at IS NULL
      """;

  private static final Map<String, String> LIVING_KEYS =
      Map.of(
          "labels",
          "SELECT id FROM labels WHERE repo_id = :repo",
          "milestones",
          "SELECT id FROM milestones WHERE repo_id = :repo",
          "issues",
          "SELECT number FROM issues WHERE repo_id = :repo AND deleted_at IS NULL",
          "comments",
          "SELECT id FROM issue_comments WHERE repo_id = :repo AND deleted_at IS NULL",
          "pulls",
          """
          SELECT number FROM issues
          WHERE repo_id = :repo AND is_pull = 1 AND deleted_at IS NULL
          """,
          "review-comments",
          "SELECT id FROM review_comments WHERE repo_id = :repo AND deleted_at IS NULL",
          "commit-comments",
          "SELECT id FROM commit_comments WHERE repo_id = :repo AND deleted_at IS NULL",
          "releases",
          "SELECT id FROM releases WHERE repo_id = :repo AND deleted_at IS NULL");

  private final Handle handle;

  public Counters(Handle handle) {
    this.handle = handle;
  }

  /**
   * Counts anew.
   *
   * @return whether a count changed
   */
  public boolean recount(long repo) {
    handle.createUpdate(COUNT_COMMENTS).bind("repo", repo).execute();
    return handle.createUpdate(RECOUNT).bind("repo", repo).execute() > 0;
  }

  /**
   * Keys (numbers or ids) of a stream's rows, deleted ones left out.
   *
   * @param stream {@code issues}; refs, objects and events have no such keys
   */
  public List<Long> activeKeys(long repo, String stream) {
    String sql = LIVING_KEYS.get(stream);
    return sql == null
        ? List.of()
        : handle.createQuery(sql).bind("repo", repo).mapTo(Long.class).list();
  }

  /** Rows by stream, in the order of the phases, deleted ones left out; objects are commits. */
  public Map<String, Long> rows(long repo) {
    Map<String, Long> rows = new LinkedHashMap<>();
    handle
        .createQuery(ROWS)
        .bind("repo", repo)
        .map((row, context) -> Map.entry(row.getString("stream"), row.getLong("n")))
        .forEach(e -> rows.put(e.getKey(), e.getValue()));
    return rows;
  }

  public Optional<RepoCounts> find(long repo) {
    return handle
        .createQuery(FIND)
        .bind("repo", repo)
        .map(
            (row, context) ->
                new RepoCounts(
                    row.getLong("open_issues"),
                    row.getLong("closed_issues"),
                    row.getLong("open_pulls"),
                    row.getLong("closed_pulls"),
                    row.getLong("merged_pulls"),
                    row.getLong("branches"),
                    row.getLong("tags"),
                    row.getLong("commits"),
                    row.getLong("comments")))
        .findOne();
  }
}
