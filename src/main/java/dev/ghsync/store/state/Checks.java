package dev.ghsync.store.state;

import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The tables {@code checks}, {@code checked_items} and {@code checked_diff_comments}: the place
 * inside the full check for deletions, and its results for each issue and pull request. A check may
 * take several runs, until {@link Writer#end} is called; the next one has another {@code pass}.
 */
public class Checks {
  private static final String LAST =
      """
      SELECT ended_at, compares_reviews FROM checks
      WHERE repo_id = :repo AND stage IS NULL AND ended_at IS NOT NULL
      """;

  private static final String ITEMS =
      """
      SELECT * FROM checked_items
      WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:numbers))
      """;

  /** Items created since the check began may be missing from the pages that were read before. */
  private static final String LIST_UNSEEN =
      """
      SELECT i.number, c.listed = 0 AND c.asked_as IS i.updated_at AS known FROM issues i
      LEFT JOIN checked_items c ON c.repo_id = i.repo_id AND c.number = i.number
      WHERE i.repo_id = :repo AND i.deleted_at IS NULL AND (i.is_pull = 1 OR NOT :pulls_only)
        AND i.created_at < :started_at AND coalesce(c.pass, 0) < :pass
      ORDER BY c.pass, i.number
      """;

  private static final String LIST_PULLS_OF_UNSEEN =
      """
      SELECT DISTINCT r.pull_number FROM review_comments r
      WHERE r.repo_id = :repo AND r.deleted_at IS NULL AND r.created_at < :started_at
        AND NOT EXISTS (SELECT 1 FROM checked_diff_comments c
          WHERE c.repo_id = r.repo_id AND c.id = r.id AND c.pass = :pass)
      """;

  private final ReadConnection db;

  public Checks(ReadConnection db) {
    this.db = db;
  }

  /**
   * The place inside a check that has not ended.
   *
   * @param stage its current part
   * @param cursor the place inside the stage; empty: its beginning
   * @param pullsOnly whether only pull requests are checked, since issues cannot be read
   * @param comparesReviews whether numbers of reviews are compared too
   * @param listsDiffComments whether review comments are compared by their list, not by number
   * @param counted how many items it has seen
   */
  public record Place(
      long pass,
      String stage,
      Optional<String> cursor,
      boolean pullsOnly,
      boolean comparesReviews,
      boolean listsDiffComments,
      long counted,
      Instant startedAt) {

    /** The same check at a later place. */
    public Place at(String nextStage, Optional<String> nextCursor) {
      return with(nextStage, nextCursor, comparesReviews, listsDiffComments, counted);
    }

    /** The same check with more items seen. */
    public Place counting(long more) {
      return with(stage, cursor, comparesReviews, listsDiffComments, counted + more);
    }

    /** The same check by REST, which has no numbers of reviews and of review comments. */
    public Place byRest() {
      return with(stage, cursor, false, true, counted);
    }

    /** The same check, which compares review comments by their list. */
    public Place listingDiffComments() {
      return with(stage, cursor, comparesReviews, true, counted);
    }

    private Place with(
        String newStage, Optional<String> newCursor, boolean reviews, boolean lists, long count) {
      return new Place(pass, newStage, newCursor, pullsOnly, reviews, lists, count, startedAt);
    }
  }

  /**
   * An issue or a pull request as a check saw it in a list.
   *
   * @param askedAs the last change for which it was requested alone, where GitHub did not show it
   *     or showed it older
   * @param reviews numbers, GitHub's and ours, that differ and were examined; empty: they agreed
   * @param otherComments comments that GitHub counts of a pull request beside those of its issue
   *     and those on its diff; empty: not known
   * @param diffComments as {@code reviews}, of the comments on its diff
   */
  public record Item(
      long number,
      Optional<Instant> askedAs,
      Optional<String> reviews,
      OptionalLong otherComments,
      Optional<String> diffComments) {}

  /** A check that has ended. */
  public record Ended(Instant at, boolean comparesReviews) {}

  /**
   * Items that a check has not seen in any list.
   *
   * @param fresh never examined as they are now
   * @param known shown by GitHub when they were last requested alone; the longest ago first
   */
  public record Unseen(List<Long> fresh, List<Long> known) {}

  /** Finds the check that has not ended. */
  public Optional<Place> find(long repo) {
    return db.find(
        "SELECT * FROM checks WHERE repo_id = :repo AND stage IS NOT NULL",
        row ->
            new Place(
                row.number("pass"),
                row.text("stage"),
                row.optionalText("cursor"),
                row.flag("pulls_only"),
                row.flag("compares_reviews"),
                row.flag("lists_diff_comments"),
                row.number("counted"),
                row.time("started_at")),
        repo);
  }

  /** Finds the last check, where no other one has begun since. */
  public Optional<Ended> last(long repo) {
    return db.find(
        LAST, row -> new Ended(row.time("ended_at"), row.flag("compares_reviews")), repo);
  }

  /** Lists the pull requests of active review comments that were not in the list. */
  public List<Long> listPullsOfUnseenDiffComments(long repo, Place place) {
    return db.numbers(LIST_PULLS_OF_UNSEEN, repo, place.startedAt(), place.pass());
  }

  /** Returns the results of earlier pages and checks for these numbers. */
  public Map<Long, Item> items(long repo, Collection<Long> numbers) {
    return db.list(ITEMS, Checks::item, repo, numbers).stream()
        .collect(Collectors.toMap(Item::number, item -> item));
  }

  /** Lists active items that none of the check's lists has shown. */
  public Unseen listUnseen(long repo, Place place) {
    Unseen unseen = new Unseen(new ArrayList<>(), new ArrayList<>());
    db.forEach(
        LIST_UNSEEN,
        row -> (row.flag("known") ? unseen.known : unseen.fresh).add(row.number("number")),
        added -> {},
        repo,
        place.pullsOnly(),
        place.startedAt(),
        place.pass());
    return unseen;
  }

  private static Item item(Row row) throws SQLException {
    return new Item(
        row.number("number"),
        row.optionalTime("asked_as"),
        row.optionalText("reviews"),
        row.optionalNumber("other_comments"),
        row.optionalText("diff_comments"));
  }

  /** Adds the statements that write. */
  public static final class Writer extends Checks {
    private static final String BEGIN =
        """
        INSERT INTO checks (repo_id, pass, stage, pulls_only, compares_reviews, lists_diff_comments,
          counted, started_at)
        VALUES (:repo, 1, :stage, :pulls_only, 1, 0, 0, :now)
        ON CONFLICT (repo_id) DO UPDATE SET pass = pass + 1, stage = excluded.stage, cursor = NULL,
          pulls_only = excluded.pulls_only, compares_reviews = 1, lists_diff_comments = 0,
          counted = 0, started_at = excluded.started_at
        """;

    private static final String SAVE =
        """
        UPDATE checks SET stage = :stage, cursor = :cursor, compares_reviews = :compares_reviews,
          lists_diff_comments = :lists_diff_comments, counted = :counted
        WHERE repo_id = :repo
        """;

    private static final String END =
        "UPDATE checks SET stage = NULL, cursor = NULL, ended_at = :now WHERE repo_id = :repo";

    private static final String SEEN =
        """
        INSERT INTO checked_items (repo_id, number, pass, listed, asked_as, reviews,
          other_comments, diff_comments)
        VALUES (:repo, :number, :pass, 1, :asked_as, :reviews, :other_comments, :diff_comments)
        ON CONFLICT (repo_id, number) DO UPDATE SET pass = excluded.pass, listed = 1,
          asked_as = excluded.asked_as, reviews = excluded.reviews,
          other_comments = excluded.other_comments, diff_comments = excluded.diff_comments
        """;

    private static final String REQUESTED_ALONE =
        """
        INSERT INTO checked_items (repo_id, number, pass, listed, asked_as)
        VALUES (:repo, :number, :pass, 0, (SELECT i.updated_at FROM issues i
          WHERE :found AND i.repo_id = :repo AND i.number = :number AND i.deleted_at IS NULL))
        ON CONFLICT (repo_id, number) DO UPDATE SET pass = excluded.pass, listed = 0,
          asked_as = excluded.asked_as
        """;

    private static final String SEEN_DIFF_COMMENTS =
        """
        INSERT OR REPLACE INTO checked_diff_comments (repo_id, id, pass)
        SELECT :repo, value, :pass FROM json_each(:ids)
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Finds the check of this kind that has not ended, or begins a new one. */
    public Place findOrBegin(long repo, String stage, boolean pullsOnly, Instant now) {
      return find(repo)
          .filter(place -> place.pullsOnly() == pullsOnly)
          .orElseGet(
              () -> {
                db.update(BEGIN, repo, stage, pullsOnly, now);
                return find(repo).orElseThrow();
              });
    }

    public void save(long repo, Place place) {
      db.update(
          SAVE,
          place.stage(),
          place.cursor(),
          place.comparesReviews(),
          place.listsDiffComments(),
          place.counted(),
          repo);
    }

    /** Ends the check. */
    public void end(long repo, Instant now) {
      db.update(END, now, repo);
      db.update("DELETE FROM checked_diff_comments WHERE repo_id = :repo", repo);
    }

    /** Stores items that were in a list which the check has read. */
    public void seen(long repo, long pass, Collection<Item> items) {
      try (Batch batch = db.batch(SEEN)) {
        for (Item item : items) {
          batch.run(
              repo,
              item.number(),
              pass,
              item.askedAs(),
              item.reviews(),
              item.otherComments(),
              item.diffComments());
        }
      }
    }

    /**
     * Stores that an item was in no list and was requested alone.
     *
     * @param found whether GitHub answered: if the item exists, it need not be requested each time
     */
    public void requestedAlone(long repo, long pass, long number, boolean found) {
      db.update(REQUESTED_ALONE, repo, number, pass, found);
    }

    /** Stores review comments that were in the list which the check reads. */
    public void seenDiffComments(long repo, long pass, Collection<Long> ids) {
      db.update(SEEN_DIFF_COMMENTS, repo, pass, ids);
    }
  }
}
