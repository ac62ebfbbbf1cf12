package dev.ghsync.store.table;

import dev.ghsync.model.item.CommitComment;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.SoftDelete;
import dev.ghsync.store.sql.SqlValues;
import dev.ghsync.store.sql.Upsert;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code commit_comments}. */
public final class CommitComments {
  private static final Upsert UPSERT =
      new Upsert(
          """
          SELECT id FROM commit_comments
          WHERE repo_id = :repo AND id IN (SELECT value FROM json_each(:keys))
          """,
          """
          INSERT INTO commit_comments (repo_id, id, commit_sha, path, line, user_login, user_id, body,
            created_at, updated_at, raw)
          VALUES (:repo, :id, :commit_sha, :path, :line, :user_login, :user_id, :body, :created_at,
            :updated_at, :raw)
          ON CONFLICT (repo_id, id) DO UPDATE SET commit_sha = excluded.commit_sha,
            path = excluded.path, line = excluded.line, user_login = excluded.user_login,
            user_id = coalesce(excluded.user_id, user_id),
            body = excluded.body, created_at = excluded.created_at,
            updated_at = excluded.updated_at, deleted_at = NULL, raw = excluded.raw
          WHERE (commit_sha, path, line, user_login, body, created_at, updated_at, deleted_at)
            IS NOT (excluded.commit_sha, excluded.path, excluded.line, excluded.user_login,
              excluded.body, excluded.created_at, excluded.updated_at, NULL)
          """,
          """
          UPDATE commit_comments SET raw = :raw, user_id = coalesce(:user_id, user_id)
          WHERE repo_id = :repo AND id = :id
            AND (raw, user_id) IS NOT (:raw, coalesce(:user_id, user_id))
          """);

  private static final SoftDelete BURIAL = new SoftDelete("commit_comments", "repo_id");

  private final Handle handle;

  public CommitComments(Handle handle) {
    this.handle = handle;
  }

  public RowChanges upsert(long repo, List<CommitComment> comments) {
    new Users(handle).upsert(repo, comments.stream().map(CommitComment::user).toList());
    return UPSERT.write(
        handle,
        repo,
        comments,
        CommitComment::id,
        (row, c) ->
            row.bind("id", c.id())
                .bind("commit_sha", c.commitSha())
                .bind("path", c.path())
                .bind("line", c.line())
                .bind("user_login", Users.login(c.user()))
                .bind("user_id", Users.id(c.user()))
                .bind("body", c.body())
                .bind("created_at", SqlValues.text(c.createdAt()))
                .bind("updated_at", SqlValues.text(c.updatedAt()))
                .bind("raw", c.raw()));
  }

  /** Marks the comments that are not among {@code ids} as deleted. */
  public RowChanges markOthersDeleted(long repo, Collection<Long> ids, Instant now) {
    return BURIAL.others(handle, repo, repo, ids, now);
  }
}
