package dev.ghsync.store.table;

import dev.ghsync.model.item.Review;
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

/** The table {@code reviews}. */
public final class Reviews {
  private static final Upsert UPSERT =
      new Upsert(
          """
          SELECT id FROM reviews
          WHERE repo_id = :repo AND id IN (SELECT value FROM json_each(:keys))
          """,
          """
          INSERT INTO reviews (repo_id, id, pull_number, user_login, user_id, state, body,
            commit_sha, submitted_at, raw)
          VALUES (:repo, :id, :pull_number, :user_login, :user_id, :state, :body, :commit_sha,
            :submitted_at, :raw)
          ON CONFLICT (repo_id, id) DO UPDATE SET pull_number = excluded.pull_number,
            user_login = excluded.user_login,
            user_id = coalesce(excluded.user_id, user_id),
            state = excluded.state, body = excluded.body,
            commit_sha = excluded.commit_sha, submitted_at = excluded.submitted_at,
            deleted_at = NULL, deleted_with_issue = 0, raw = coalesce(excluded.raw, raw)
          WHERE (pull_number, user_login, state, body, commit_sha, submitted_at, deleted_at)
            IS NOT (excluded.pull_number, excluded.user_login, excluded.state, excluded.body,
              excluded.commit_sha, excluded.submitted_at, NULL)
          """,
          """
          UPDATE reviews SET raw = coalesce(:raw, raw), user_id = coalesce(:user_id, user_id)
          WHERE repo_id = :repo AND id = :id AND (raw, user_id)
            IS NOT (coalesce(:raw, raw), coalesce(:user_id, user_id))
          """);

  private static final SoftDelete BURIAL = new SoftDelete("reviews", "pull_number");

  private static final String COUNT =
      """
      SELECT pull_number, count(*) AS n FROM reviews
      WHERE repo_id = :repo AND deleted_at IS NULL
        AND pull_number IN (SELECT value FROM json_each(:keys))
      GROUP BY pull_number
      """;

  private final Handle handle;

  public Reviews(Handle handle) {
    this.handle = handle;
  }

  /**
   * Makes a pull request's reviews equal to {@code reviews}; what is gone is marked as deleted,
   * since a review tells nobody that it changed.
   */
  public RowChanges replace(long repo, long pullNumber, List<Review> reviews, Instant now) {
    new Users(handle).upsert(repo, reviews.stream().map(Review::user).toList());
    RowChanges written =
        UPSERT.write(
            handle,
            repo,
            reviews,
            Review::id,
            (row, r) ->
                row.bind("id", r.id())
                    .bind("pull_number", r.pullNumber())
                    .bind("user_login", Users.login(r.user()))
                    .bind("user_id", Users.id(r.user()))
                    .bind("state", r.state())
                    .bind("body", r.body())
                    .bind("commit_sha", r.commitSha())
                    .bind("submitted_at", SqlValues.text(r.submittedAt()))
                    .bind("raw", r.raw()));
    List<Long> ids = reviews.stream().map(Review::id).toList();
    return written.plus(BURIAL.others(handle, repo, pullNumber, ids, now));
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
