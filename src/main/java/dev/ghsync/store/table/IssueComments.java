package dev.ghsync.store.table;

import dev.ghsync.model.item.IssueComment;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.SoftDelete;
import dev.ghsync.store.sql.SqlValues;
import dev.ghsync.store.sql.Upsert;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code issue_comments}. */
public final class IssueComments {
  private static final Upsert UPSERT =
      new Upsert(
          """
          SELECT id FROM issue_comments
          WHERE repo_id = :repo AND id IN (SELECT value FROM json_each(:keys))
          """,
          """
          INSERT INTO issue_comments (repo_id, id, issue_number, user_login, user_id, author_association,
            body, created_at, updated_at, raw)
          VALUES (:repo, :id, :issue_number, :user_login, :user_id, :author_association, :body, :created_at,
            :updated_at, :raw)
          ON CONFLICT (repo_id, id) DO UPDATE SET issue_number = excluded.issue_number,
            user_login = excluded.user_login,
            user_id = coalesce(excluded.user_id, user_id),
            author_association = excluded.author_association,
            body = excluded.body, created_at = excluded.created_at,
            updated_at = excluded.updated_at, deleted_at = NULL, deleted_with_issue = 0, raw = excluded.raw
          WHERE (issue_number, user_login, author_association, body, created_at, updated_at,
            deleted_at)
          IS NOT (excluded.issue_number, excluded.user_login, excluded.author_association,
            excluded.body, excluded.created_at, excluded.updated_at, NULL)
          """,
          """
          UPDATE issue_comments SET raw = :raw, user_id = coalesce(:user_id, user_id)
          WHERE repo_id = :repo AND id = :id
            AND (raw, user_id) IS NOT (:raw, coalesce(:user_id, user_id))
          """);

  private static final SoftDelete BURIAL = new SoftDelete("issue_comments", "issue_number");

  private final Handle handle;

  public IssueComments(Handle handle) {
    this.handle = handle;
  }

  public RowChanges upsert(long repo, List<IssueComment> comments) {
    new Users(handle).upsert(repo, comments.stream().map(IssueComment::user).toList());
    return UPSERT.write(
        handle,
        repo,
        comments,
        IssueComment::id,
        (row, c) ->
            row.bind("id", c.id())
                .bind("issue_number", c.issueNumber())
                .bind("user_login", Users.login(c.user()))
                .bind("user_id", Users.id(c.user()))
                .bind("author_association", c.authorAssociation())
                .bind("body", c.body())
                .bind("created_at", SqlValues.text(c.createdAt()))
                .bind("updated_at", SqlValues.text(c.updatedAt()))
                .bind("raw", c.raw()));
  }

  /** Marks the issue's comments that are not among {@code ids} as deleted. */
  public RowChanges markOthersDeleted(
      long repo, long issueNumber, Collection<Long> ids, Instant now) {
    return BURIAL.others(handle, repo, issueNumber, ids, now);
  }

  /** Marks one comment as deleted. */
  public RowChanges markDeleted(long repo, long id, Instant now) {
    return BURIAL.one(handle, repo, id, now);
  }
}
