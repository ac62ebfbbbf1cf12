package dev.ghsync.store.table;

import dev.ghsync.model.item.Pull;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.WriteConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tables {@code pulls} and {@code pull_reviewers}. */
public class Pulls {
  private static final Set<String> DETAILS =
      Set.of(
          "merged_by_login",
          "merged_by_id",
          "additions",
          "deletions",
          "changed_files",
          "commits_count");

  /** Pull requests with their details. */
  public static final Table<Pull> TABLE =
      declared(row -> columns(row, headRepo -> headRepo)).build();

  /** Pull requests from a source that does not know the head repository, which stays as it is. */
  private static final Table<Pull> WITHOUT_HEAD_REPO =
      declared(row -> columns(row, headRepo -> "head_repo")).build();

  /**
   * Pull requests as a list shows them: it lacks the numbers and who merged, which stay as they
   * are. The details of one that differs are due.
   */
  private static final Table<Pull> LISTED =
      declared(row -> columns(row, headRepo -> headRepo).without(DETAILS))
          .resetting("details_of = NULL")
          .build();

  private static final String LIST_DUE =
      """
      SELECT i.number FROM issues i
      LEFT JOIN pulls p ON p.repo_id = i.repo_id AND p.number = i.number
      WHERE i.repo_id = :repo AND i.is_pull = 1 AND i.deleted_at IS NULL
        AND (p.%1$s IS NULL OR p.%1$s < i.updated_at OR p.%1$s < p.updated_at)
      ORDER BY i.updated_at DESC, i.number
      """;

  private static final String LIST_DUE_REVIEW_COMMENTS =
      """
      SELECT p.number FROM pulls p
      WHERE p.repo_id = :repo AND p.review_comments_due = 1 AND NOT EXISTS (SELECT 1 FROM issues i
        WHERE i.repo_id = p.repo_id AND i.number = p.number AND i.deleted_at IS NOT NULL)
      ORDER BY p.number
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
        AND number IN (SELECT value FROM json_each(:numbers))
      """;

  private final ReadConnection db;

  public Pulls(ReadConnection db) {
    this.db = db;
  }

  private static TableBuilder<Pull> declared(Consumer<TableBuilder<Pull>> columns) {
    return Table.<Pull>named("pulls", "pull request")
        .key("number", Pull::number)
        .active(
            """
            NOT EXISTS (SELECT 1 FROM main.issues i WHERE i.repo_id = r.repo_id
              AND i.number = r.number AND i.deleted_at IS NOT NULL)
            """)
        .changedAt("r.updated_at")
        .columns(columns);
  }

  private static TableBuilder<Pull> columns(
      TableBuilder<Pull> row, UnaryOperator<String> headRepo) {
    return row.id("id", Pull::id)
        .column("draft", Pull::draft)
        .column("merged", Pull::merged)
        .column("merged_at", Pull::mergedAt)
        .account("merged_by", Pull::mergedBy)
        .column("head_ref", Pull::headRef)
        .column("head_sha", Pull::headSha)
        .column("head_repo", Pull::headRepo, headRepo)
        .supplement("head_repo_id", Pull::headRepoId)
        .column("base_ref", Pull::baseRef)
        .column("base_sha", Pull::baseSha)
        .column("additions", stat(Pull.Stats::additions))
        .column("deletions", stat(Pull.Stats::deletions))
        .column("changed_files", stat(Pull.Stats::changedFiles))
        .column("commits_count", stat(Pull.Stats::commits))
        .column("updated_at", Pull::updatedAt, time -> "max(updated_at, " + time + ")")
        .raw(Pull::raw)
        .children(
            ChildTable.<Pull, Pull.Reviewer>named(
                    "pull_reviewers", "pull_number", "requested reviewers", Pull::reviewers)
                .column("login", Pull.Reviewer::login)
                .column("team", r -> r.login() == null ? r.team() : null));
  }

  private static Function<Pull, @Nullable Object> stat(Function<Pull.Stats, Long> number) {
    return pull -> pull.stats() == null ? null : number.apply(pull.stats());
  }

  /** Lists pull requests that changed since their details were read, the newest first. */
  public List<Long> listDueDetails(long repo) {
    return db.numbers(LIST_DUE.formatted("details_of"), repo);
  }

  /** Lists pull requests that changed since their reviews were read, the newest first. */
  public List<Long> listDueReviews(long repo) {
    return db.numbers(LIST_DUE.formatted("reviews_of"), repo);
  }

  /** Lists pull requests whose review comments must be read one by one. */
  public List<Long> listDueReviewComments(long repo) {
    return db.numbers(LIST_DUE_REVIEW_COMMENTS, repo);
  }

  /** Returns whether a pull request and its issue are stored with everything only REST has. */
  public boolean isWhole(long repo, long number) {
    return db.isTrue(IS_WHOLE, repo, number);
  }

  /** Lists those of {@code numbers} that are stored with everything that only REST has. */
  public List<Long> listWhole(long repo, Collection<Long> numbers) {
    return db.numbers(LIST_WHOLE, repo, numbers);
  }

  /** Adds the statements that write. */
  public static final class Writer extends Pulls {
    private static final String READ_AS_OF =
        """
        UPDATE pulls SET %s = max(updated_at, coalesce((SELECT i.updated_at FROM issues i
          WHERE i.repo_id = pulls.repo_id AND i.number = pulls.number), updated_at))
        WHERE repo_id = :repo AND number = :number
        """;

    private static final String REVIEWS_DUE =
        """
        UPDATE pulls SET reviews_of = NULL
        WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:numbers))
        """;

    private static final String REVIEWS_DUE_UNLESS_READ =
        """
        UPDATE pulls SET reviews_of = NULL
        WHERE repo_id = :repo AND number = :number AND reviews_of < :time
        """;

    private static final String REVIEW_COMMENTS_DUE =
        """
        UPDATE pulls SET review_comments_due = :due
        WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:numbers))
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Stores pull requests as a list shows them; the details of one that differs are due. */
    public RowChanges upsertListed(long repo, List<Pull> pulls) {
      return upsert(LISTED, repo, pulls);
    }

    /**
     * Stores pull requests with their details, which are then not due until they change again.
     *
     * @param headRepoKnown false where the source lacks the head repository, which stays as it is
     */
    public RowChanges upsertDetailed(long repo, List<Pull> pulls, boolean headRepoKnown) {
      RowChanges written = upsert(headRepoKnown ? TABLE : WITHOUT_HEAD_REPO, repo, pulls);
      readAsOf("details_of", repo, pulls.stream().map(Pull::number).toList());
      return written;
    }

    private RowChanges upsert(Table<Pull> table, long repo, List<Pull> pulls) {
      RepoNames.upsertMirrored(db, repo, pulls);
      return table.upsert(db, repo, pulls);
    }

    /** Stores that the reviews of these pull requests were read as the pull requests are now. */
    public void reviewsStored(long repo, Collection<Long> numbers) {
      readAsOf("reviews_of", repo, numbers);
    }

    private void readAsOf(String column, long repo, Collection<Long> numbers) {
      try (Batch batch = db.batch(READ_AS_OF.formatted(column))) {
        numbers.forEach(number -> batch.run(repo, number));
      }
    }

    /** Stores that the reviews of these pull requests have changed. */
    public void reviewsDue(long repo, Collection<Long> numbers) {
      db.update(REVIEWS_DUE, repo, numbers);
    }

    /**
     * Stores that the reviews of pull requests have changed, unless they were read as of the given
     * time or a later one.
     */
    public void reviewsDueUnlessReadAsOf(long repo, Map<Long, Instant> times) {
      try (Batch batch = db.batch(REVIEWS_DUE_UNLESS_READ)) {
        times.forEach((number, time) -> batch.run(repo, number, time));
      }
    }

    /** Stores whether the review comments of these pull requests must be read one by one. */
    public void reviewCommentsDue(long repo, Collection<Long> numbers, boolean due) {
      db.update(REVIEW_COMMENTS_DUE, due, repo, numbers);
    }
  }
}
