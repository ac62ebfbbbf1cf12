package dev.ghsync.store.table;

import dev.ghsync.model.item.ReviewComment;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.SoftDelete;
import dev.ghsync.store.sql.SqlValues;
import dev.ghsync.store.sql.Upsert;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The table {@code review_comments}. */
public final class ReviewComments {
  private static final Upsert UPSERT =
      new Upsert(
          """
          SELECT id FROM review_comments
          WHERE repo_id = :repo AND id IN (SELECT value FROM json_each(:keys))
          """,
          """
          INSERT INTO review_comments (repo_id, id, pull_number, review_id, in_reply_to_id,
            user_login, user_id, path, line, diff_hunk, body, commit_sha, created_at, updated_at, raw)
          VALUES (:repo, :id, :pull_number, :review_id, :in_reply_to_id, :user_login, :user_id, :path, :line,
            :diff_hunk, :body, :commit_sha, :created_at, :updated_at, :raw)
          ON CONFLICT (repo_id, id) DO UPDATE SET pull_number = excluded.pull_number,
            review_id = excluded.review_id, in_reply_to_id = excluded.in_reply_to_id,
            user_login = excluded.user_login,
            user_id = coalesce(excluded.user_id, user_id),
            path = excluded.path, line = excluded.line,
            diff_hunk = excluded.diff_hunk, body = excluded.body,
            commit_sha = excluded.commit_sha, created_at = excluded.created_at,
            updated_at = excluded.updated_at, deleted_at = NULL, deleted_with_issue = 0, raw = excluded.raw
          WHERE (pull_number, review_id, in_reply_to_id, user_login, path, line, diff_hunk, body,
              commit_sha, created_at, updated_at, deleted_at)
            IS NOT (excluded.pull_number, excluded.review_id, excluded.in_reply_to_id,
              excluded.user_login, excluded.path, excluded.line, excluded.diff_hunk, excluded.body,
              excluded.commit_sha, excluded.created_at, excluded.updated_at, NULL)
          """,
          """
          UPDATE review_comments SET raw = :raw, user_id = coalesce(:user_id, user_id)
          WHERE repo_id = :repo AND id = :id
            AND (raw, user_id) IS NOT (:raw, coalesce(:user_id, user_id))
          """);

  private static final SoftDelete BURIAL = new SoftDelete("review_comments", "pull_number");

  private static final String COUNT =
      """
      SELECT pull_number, count(*) AS n FROM review_comments
      WHERE repo_id = :repo AND deleted_at IS NULL
        AND pull_number IN (SELECT value FROM json_each(:keys))
      GROUP BY pull_number
      """;

  private final Handle handle;

  public ReviewComments(Handle handle) {
    this.handle = handle;
  }

  public RowChanges upsert(long repo, List<ReviewComment> comments) {
    new Users(handle).upsert(repo, comments.stream().map(ReviewComment::user).toList());
    return UPSERT.write(
        handle,
        repo,
        comments,
        ReviewComment::id,
        (row, c) ->
            row.bind("id", c.id())
                .bind("pull_number", c.pullNumber())
                .bind("review_id", c.reviewId())
                .bind("in_reply_to_id", c.inReplyToId())
                .bind("user_login", Users.login(c.user()))
                .bind("user_id", Users.id(c.user()))
                .bind("path", c.path())
                .bind("line", c.line())
                .bind("diff_hunk", c.diffHunk())
                .bind("body", c.body())
                .bind("commit_sha", c.commitSha())
                .bind("created_at", SqlValues.text(c.createdAt()))
                .bind("updated_at", SqlValues.text(c.updatedAt()))
                .bind("raw", c.raw()));
  }

  /** Marks the pull request's comments that are not among {@code ids} as deleted. */
  public RowChanges markOthersDeleted(
      long repo, long pullNumber, Collection<Long> ids, Instant now) {
    return BURIAL.others(handle, repo, pullNumber, ids, now);
  }

  /** Marks one comment as deleted. */
  public RowChanges markDeleted(long repo, long id, Instant now) {
    return BURIAL.one(handle, repo, id, now);
  }

  /** How many living ones of these pull requests are here; those with none are left out. */
  public Map<Long, Long> count(long repo, Collection<Long> pullNumbers) {
    return handle
        .createQuery(COUNT)
        .bind("repo", repo)
        .bind("keys", SqlValues.array(pullNumbers))
        .map((row, context) -> Map.entry(row.getLong("pull_number"), row.getLong("n")))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
