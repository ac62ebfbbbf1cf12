package dev.ghsync.store.table;

import dev.ghsync.model.item.Pull;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.SqlValues;
import dev.ghsync.store.sql.Upsert;
import dev.ghsync.store.state.RepoNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables {@code pulls} and {@code pull_reviewers}. */
public final class Pulls {
  /**
   * A list lacks the numbers and who merged: those stay as they are. {@code details_of} is kept, so
   * that a newer {@code updated_at} makes the details due.
   */
  private static final Upsert LISTED =
      new Upsert(
          """
          SELECT number FROM pulls
          WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:keys))
          """,
          """
          INSERT INTO pulls (repo_id, number, id, draft, merged, merged_at, head_ref, head_sha,
            head_repo, head_repo_id, base_ref, base_sha, updated_at, raw)
          VALUES (:repo, :number, :id, :draft, :merged, :merged_at, :head_ref, :head_sha,
            :head_repo, :head_repo_id, :base_ref, :base_sha, :updated_at, :raw)
          ON CONFLICT (repo_id, number) DO UPDATE SET id = excluded.id, draft = excluded.draft,
            merged = excluded.merged, merged_at = excluded.merged_at, head_ref = excluded.head_ref,
            head_sha = excluded.head_sha, head_repo = excluded.head_repo,
            head_repo_id = coalesce(excluded.head_repo_id, head_repo_id),
            base_ref = excluded.base_ref, base_sha = excluded.base_sha,
            updated_at = max(updated_at, excluded.updated_at), details_of = NULL,
            raw = excluded.raw
          WHERE (draft, merged, merged_at, head_ref, head_sha, head_repo, base_ref, base_sha)
            IS NOT (excluded.draft, excluded.merged, excluded.merged_at, excluded.head_ref,
              excluded.head_sha, excluded.head_repo, excluded.base_ref, excluded.base_sha)
            OR updated_at < excluded.updated_at
          """,
          """
          UPDATE pulls SET raw = :raw, head_repo_id = coalesce(:head_repo_id, head_repo_id)
          WHERE repo_id = :repo AND number = :number
            AND (raw, head_repo_id) IS NOT (:raw, coalesce(:head_repo_id, head_repo_id))
          """);

  private static final Upsert DETAILED =
      new Upsert(
          LISTED.existing(),
          """
          INSERT INTO pulls (repo_id, number, id, draft, merged, merged_at, merged_by_login,
            merged_by_id, head_ref, head_sha, head_repo, head_repo_id, base_ref, base_sha,
            additions, deletions, changed_files, commits_count, updated_at, raw)
          VALUES (:repo, :number, :id, :draft, :merged, :merged_at, :merged_by_login,
            :merged_by_id, :head_ref, :head_sha, :head_repo, :head_repo_id, :base_ref, :base_sha, :additions, :deletions, :changed_files,
            :commits_count, :updated_at, :raw)
          ON CONFLICT (repo_id, number) DO UPDATE SET id = excluded.id, draft = excluded.draft,
            merged = excluded.merged, merged_at = excluded.merged_at,
            merged_by_login = excluded.merged_by_login,
            merged_by_id = coalesce(excluded.merged_by_id, merged_by_id),
            head_ref = excluded.head_ref, head_sha = excluded.head_sha,
            head_repo_id = coalesce(excluded.head_repo_id, head_repo_id),
            head_repo = CASE WHEN :told THEN excluded.head_repo ELSE head_repo END,
            base_ref = excluded.base_ref, base_sha = excluded.base_sha,
            additions = excluded.additions, deletions = excluded.deletions,
            changed_files = excluded.changed_files, commits_count = excluded.commits_count,
            updated_at = max(updated_at, excluded.updated_at), raw = coalesce(excluded.raw, raw)
          WHERE (draft, merged, merged_at, merged_by_login, head_ref, head_sha, head_repo, base_ref,
              base_sha, additions, deletions, changed_files, commits_count)
            IS NOT (excluded.draft, excluded.merged, excluded.merged_at, excluded.merged_by_login,
              excluded.head_ref, excluded.head_sha,
              CASE WHEN :told THEN excluded.head_repo ELSE head_repo END, excluded.base_ref,
              excluded.base_sha, excluded.additions, excluded.deletions, excluded.changed_files,
              excluded.commits_count)
            OR updated_at < excluded.updated_at
          """,
          """
          UPDATE pulls SET raw = coalesce(:raw, raw),
            merged_by_id = coalesce(:merged_by_id, merged_by_id),
            head_repo_id = coalesce(:head_repo_id, head_repo_id)
          WHERE repo_id = :repo AND number = :number AND (raw, merged_by_id, head_repo_id)
            IS NOT (coalesce(:raw, raw), coalesce(:merged_by_id, merged_by_id),
              coalesce(:head_repo_id, head_repo_id))
          """);

  private static final String DETAILS_OF =
      """
      UPDATE pulls SET details_of = max(updated_at, coalesce((SELECT i.updated_at FROM issues i
        WHERE i.repo_id = pulls.repo_id AND i.number = pulls.number), updated_at))
      WHERE repo_id = :repo AND number = :number
      """;

  private static final String REVIEWS_OF =
      """
      UPDATE pulls SET reviews_of = max(updated_at, coalesce((SELECT i.updated_at FROM issues i
        WHERE i.repo_id = pulls.repo_id AND i.number = pulls.number), updated_at))
      WHERE repo_id = :repo AND number = :number
      """;

  private static final String LIST_DUE_DETAILS =
      """
      SELECT i.number FROM issues i
      LEFT JOIN pulls p ON p.repo_id = i.repo_id AND p.number = i.number
      WHERE i.repo_id = :repo AND i.is_pull = 1 AND i.deleted_at IS NULL
        AND (p.details_of IS NULL OR p.details_of < i.updated_at OR p.details_of < p.updated_at)
      ORDER BY i.updated_at DESC, i.number
      """;

  private static final String LIST_DUE_REVIEWS =
      """
      SELECT i.number FROM issues i
      LEFT JOIN pulls p ON p.repo_id = i.repo_id AND p.number = i.number
      WHERE i.repo_id = :repo AND i.is_pull = 1 AND i.deleted_at IS NULL
        AND (p.reviews_of IS NULL OR p.reviews_of < i.updated_at OR p.reviews_of < p.updated_at)
      ORDER BY i.updated_at DESC, i.number
      """;

  private static final String IS_WHOLE =
      """
      SELECT count(*) FROM pulls p
      JOIN issues i ON i.repo_id = p.repo_id AND i.number = p.number
      WHERE p.repo_id = :repo AND p.number = :number AND p.raw IS NOT NULL
      """;

  private static final String LIST_WHOLE =
      """
      SELECT number FROM pulls WHERE repo_id = :repo AND raw IS NOT NULL
        AND number IN (SELECT value FROM json_each(:keys))
      """;

  private static final String REVIEWS_DUE =
      """
      UPDATE pulls SET reviews_of = NULL
      WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:keys))
      """;

  private static final String REVIEW_COMMENTS_DUE =
      """
      UPDATE pulls SET review_comments_due = :due
      WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:keys))
      """;

  private static final String LIST_DUE_REVIEW_COMMENTS =
      """
      SELECT p.number FROM pulls p
      WHERE p.repo_id = :repo AND p.review_comments_due = 1 AND NOT EXISTS (SELECT 1 FROM issues i
        WHERE i.repo_id = p.repo_id AND i.number = p.number AND i.deleted_at IS NOT NULL)
      ORDER BY p.number
      """;

  private static final String CLEAR_REVIEWERS =
      "DELETE FROM pull_reviewers WHERE repo_id = :repo AND pull_number = :number";
  private static final String ADD_REVIEWER =
      """
      INSERT INTO pull_reviewers (repo_id, pull_number, login, team)
      VALUES (:repo, :number, :login, :team)
      """;

  private final Handle handle;

  public Pulls(Handle handle) {
    this.handle = handle;
  }

  /** Stores pull requests as a list shows them; one that differs has its details due. */
  public RowChanges upsertListed(long repo, List<Pull> pulls) {
    RowChanges written = write(LISTED, repo, pulls, true);
    reviewers(repo, pulls);
    return written;
  }

  /**
   * Stores pull requests with their details, which are then not due until they change again.
   *
   * @param headRepoTold false where the source does not tell the head repository: it stays as it is
   */
  public RowChanges upsertDetailed(long repo, List<Pull> pulls, boolean headRepoTold) {
    RowChanges written = write(DETAILED, repo, pulls, headRepoTold);
    reviewers(repo, pulls);
    mark(DETAILS_OF, repo, pulls.stream().map(Pull::number).toList());
    return written;
  }

  private RowChanges write(Upsert upsert, long repo, List<Pull> pulls, boolean headRepoTold) {
    new Users(handle).upsert(repo, pulls.stream().map(Pull::mergedBy).toList());
    new RepoNames(handle).upsert(repo, pulls);
    return upsert.write(
        handle,
        repo,
        pulls,
        Pull::number,
        (row, pull) -> {
          row.bind("told", headRepoTold);
          bind(row, pull);
        });
  }

  private static void bind(PreparedBatch row, Pull p) {
    Pull.Stats stats = p.stats();
    row.bind("number", p.number())
        .bind("id", p.id())
        .bind("draft", p.draft())
        .bind("merged", p.merged())
        .bind("merged_at", SqlValues.text(p.mergedAt()))
        .bind("merged_by_login", Users.login(p.mergedBy()))
        .bind("merged_by_id", Users.id(p.mergedBy()))
        .bind("head_ref", p.headRef())
        .bind("head_sha", p.headSha())
        .bind("head_repo", p.headRepo())
        .bind("head_repo_id", p.headRepoId())
        .bind("base_ref", p.baseRef())
        .bind("base_sha", p.baseSha())
        .bind("additions", stats == null ? null : (Long) stats.additions())
        .bind("deletions", stats == null ? null : (Long) stats.deletions())
        .bind("changed_files", stats == null ? null : (Long) stats.changedFiles())
        .bind("commits_count", stats == null ? null : (Long) stats.commits())
        .bind("updated_at", SqlValues.text(p.updatedAt()))
        .bind("raw", p.raw());
  }

  private void reviewers(long repo, List<Pull> pulls) {
    try (PreparedBatch clear = handle.prepareBatch(CLEAR_REVIEWERS);
        PreparedBatch add = handle.prepareBatch(ADD_REVIEWER)) {
      for (Pull pull : pulls) {
        List<Pull.Reviewer> reviewers = pull.reviewers();
        if (reviewers == null) {
          continue;
        }
        clear.bind("repo", repo).bind("number", pull.number()).add();
        reviewers.stream()
            .distinct()
            .forEach(
                reviewer ->
                    add.bind("repo", repo)
                        .bind("number", pull.number())
                        .bind("login", reviewer.login())
                        .bind("team", reviewer.login() == null ? reviewer.team() : null)
                        .add());
      }
      for (PreparedBatch batch : List.of(clear, add)) {
        if (batch.size() > 0) {
          batch.execute();
        }
      }
    }
  }

  /** The reviews of these pull requests are here, as the pull requests are now. */
  public void reviewsStored(long repo, Collection<Long> numbers) {
    mark(REVIEWS_OF, repo, numbers);
  }

  private void mark(String sql, long repo, Collection<Long> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      numbers.forEach(number -> batch.bind("repo", repo).bind("number", number).add());
      batch.execute();
    }
  }

  /** Something shows that these pull requests' reviews have changed. */
  public void reviewsDue(long repo, Collection<Long> numbers) {
    handle
        .createUpdate(REVIEWS_DUE)
        .bind("repo", repo)
        .bind("keys", SqlValues.array(numbers))
        .execute();
  }

  /** Pull requests that changed since their details were read, the newest first. */
  public List<Long> listDueDetails(long repo) {
    return due(LIST_DUE_DETAILS, repo);
  }

  /** Pull requests that changed since their reviews were read, the newest first. */
  public List<Long> listDueReviews(long repo) {
    return due(LIST_DUE_REVIEWS, repo);
  }

  private List<Long> due(String sql, long repo) {
    return new ArrayList<>(handle.createQuery(sql).bind("repo", repo).mapTo(Long.class).list());
  }

  /** Whether a pull request and its issue are here with all that only REST tells. */
  public boolean isWhole(long repo, long number) {
    return handle
            .createQuery(IS_WHOLE)
            .bind("repo", repo)
            .bind("number", number)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /** Among {@code numbers}, those that are here with what only REST tells. */
  public List<Long> listWhole(long repo, Collection<Long> numbers) {
    return handle
        .createQuery(LIST_WHOLE)
        .bind("repo", repo)
        .bind("keys", SqlValues.array(numbers))
        .mapTo(Long.class)
        .list();
  }

  /** Their review comments are to be read one by one: the number here is not GitHub's. */
  public void reviewCommentsDue(long repo, Collection<Long> numbers, boolean due) {
    handle
        .createUpdate(REVIEW_COMMENTS_DUE)
        .bind("repo", repo)
        .bind("keys", SqlValues.array(numbers))
        .bind("due", due)
        .execute();
  }

  public List<Long> listDueReviewComments(long repo) {
    return due(LIST_DUE_REVIEW_COMMENTS, repo);
  }
}
