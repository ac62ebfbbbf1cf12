package dev.ghsync.store.state;

import dev.ghsync.store.sql.SqlValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The tables {@code checks} and {@code checked_items}: how far the full check for deletions is, and
 * what it knows of each issue and pull request. A check may take several runs. It has come to its
 * end when {@link #end} was called; the next one has another {@code pass}.
 */
public final class Checks {
  private static final String BEGIN =
      """
      INSERT INTO checks (repo_id, pass, stage, pulls_only, compares_reviews, lists_diff_comments,
        counted, started_at)
      VALUES (:repo, 1, :stage, :pulls_only, 1, 0, 0, :now)
      ON CONFLICT (repo_id) DO UPDATE SET pass = pass + 1, stage = excluded.stage, cursor = NULL,
        pulls_only = excluded.pulls_only, compares_reviews = 1, lists_diff_comments = 0, counted = 0,
        started_at = excluded.started_at
      """;

  private static final String FIND =
      "SELECT * FROM checks WHERE repo_id = :repo AND stage IS NOT NULL";

  private static final String SAVE =
      """
      UPDATE checks SET stage = :stage, cursor = :cursor, compares_reviews = :compares_reviews,
        lists_diff_comments = :lists_diff_comments, counted = :counted
      WHERE repo_id = :repo
      """;

  private static final String END =
      "UPDATE checks SET stage = NULL, cursor = NULL, ended_at = :now WHERE repo_id = :repo";

  private static final String LAST =
      """
      SELECT ended_at, compares_reviews FROM checks
      WHERE repo_id = :repo AND stage IS NULL AND ended_at IS NOT NULL
      """;

  private static final String SEEN =
      """
      INSERT INTO checked_items (repo_id, number, pass, listed, asked_as, reviews,
        other_comments, diff_comments)
      VALUES (:repo, :number, :pass, 1, :asked_as, :reviews, :other_comments, :diff_comments)
      ON CONFLICT (repo_id, number) DO UPDATE SET pass = excluded.pass, listed = 1,
        asked_as = excluded.asked_as, reviews = excluded.reviews,
        other_comments = excluded.other_comments, diff_comments = excluded.diff_comments
      """;

  private static final String LOOKED_INTO =
      """
      INSERT INTO checked_items (repo_id, number, pass, listed, asked_as)
      VALUES (:repo, :number, :pass, 0, (SELECT i.updated_at FROM issues i
        WHERE :found AND i.repo_id = :repo AND i.number = :number AND i.deleted_at IS NULL))
      ON CONFLICT (repo_id, number) DO UPDATE SET pass = excluded.pass, listed = 0,
        asked_as = excluded.asked_as
      """;

  private static final String ITEMS =
      """
      SELECT * FROM checked_items
      WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:keys))
      """;

  /** What was created since the check began may be missing from the pages that were read before. */
  private static final String UNSEEN =
      """
      SELECT i.number, c.listed = 0 AND c.asked_as IS i.updated_at AS known FROM issues i
      LEFT JOIN checked_items c ON c.repo_id = i.repo_id AND c.number = i.number
      WHERE i.repo_id = :repo AND i.deleted_at IS NULL AND (i.is_pull = 1 OR NOT :pulls_only)
        AND i.created_at < :started_at AND coalesce(c.pass, 0) < :pass
      ORDER BY c.pass, i.number
      """;

  private static final String SEEN_DIFF_COMMENTS =
      """
      INSERT OR REPLACE INTO checked_diff_comments (repo_id, id, pass)
      SELECT :repo, value, :pass FROM json_each(:keys)
      """;

  private static final String PULLS_OF_UNSEEN =
      """
      SELECT DISTINCT r.pull_number FROM review_comments r
      WHERE r.repo_id = :repo AND r.deleted_at IS NULL AND r.created_at < :started_at
        AND NOT EXISTS (SELECT 1 FROM checked_diff_comments c
          WHERE c.repo_id = r.repo_id AND c.id = r.id AND c.pass = :pass)
      """;

  private static final String FORGET_DIFF_COMMENTS =
      "DELETE FROM checked_diff_comments WHERE repo_id = :repo";

  private final Handle handle;

  public Checks(Handle handle) {
    this.handle = handle;
  }

  /**
   * The place of a check that has not come to its end.
   *
   * @param stage what it is at
   * @param cursor where in the stage it goes on; empty: at its beginning
   * @param pullsOnly issues cannot be read, only pull requests
   * @param comparesReviews numbers of reviews are compared too
   * @param listsDiffComments review comments are compared by their list, not by their number
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

    /** The same check, further on. */
    public Place at(String nextStage, Optional<String> nextCursor) {
      return new Place(
          pass,
          nextStage,
          nextCursor,
          pullsOnly,
          comparesReviews,
          listsDiffComments,
          counted,
          startedAt);
    }

    /** The same check with more items seen. */
    public Place counting(long more) {
      return new Place(
          pass,
          stage,
          cursor,
          pullsOnly,
          comparesReviews,
          listsDiffComments,
          counted + more,
          startedAt);
    }

    /** The same check by REST, which tells no numbers of reviews and of review comments. */
    public Place byRest() {
      return new Place(pass, stage, cursor, pullsOnly, false, true, counted, startedAt);
    }

    /** The same check, which compares review comments by their list. */
    public Place listingDiffComments() {
      return new Place(pass, stage, cursor, pullsOnly, comparesReviews, true, counted, startedAt);
    }
  }

  /**
   * An issue or a pull request as a check saw it in a list.
   *
   * @param askedAs the last change as which it was asked for alone, where GitHub did not show it or
   *     showed it older
   * @param reviews numbers, GitHub's and ours, that differ and were looked into; empty: they agreed
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

  /** A check that has come to its end. */
  public record Ended(Instant at, boolean comparesReviews) {}

  /**
   * Items that a check has not seen in any list.
   *
   * @param fresh never looked into as they are now
   * @param known GitHub showed them when they were last asked for alone; the longest ago first
   */
  public record Unseen(List<Long> fresh, List<Long> known) {}

  /** The check of this kind that has not come to its end; without one, a new one begins. */
  public Place findOrBegin(long repo, String stage, boolean pullsOnly, Instant now) {
    return find(repo)
        .filter(place -> place.pullsOnly() == pullsOnly)
        .orElseGet(() -> begin(repo, stage, pullsOnly, now));
  }

  private Place begin(long repo, String stage, boolean pullsOnly, Instant now) {
    handle
        .createUpdate(BEGIN)
        .bind("repo", repo)
        .bind("stage", stage)
        .bind("pulls_only", pullsOnly)
        .bind("now", SqlValues.text(now))
        .execute();
    return find(repo).orElseThrow();
  }

  /** The check that has not come to its end. */
  public Optional<Place> find(long repo) {
    return handle
        .createQuery(FIND)
        .bind("repo", repo)
        .map(
            (row, context) ->
                new Place(
                    row.getLong("pass"),
                    row.getString("stage"),
                    Optional.ofNullable(row.getString("cursor")),
                    row.getBoolean("pulls_only"),
                    row.getBoolean("compares_reviews"),
                    row.getBoolean("lists_diff_comments"),
                    row.getLong("counted"),
                    Instant.parse(row.getString("started_at"))))
        .findOne();
  }

  public void save(long repo, Place place) {
    handle
        .createUpdate(SAVE)
        .bind("repo", repo)
        .bind("stage", place.stage())
        .bind("cursor", place.cursor().orElse(null))
        .bind("compares_reviews", place.comparesReviews())
        .bind("lists_diff_comments", place.listsDiffComments())
        .bind("counted", place.counted())
        .execute();
  }

  /** The check has come to its end. */
  public void end(long repo, Instant now) {
    handle.createUpdate(END).bind("repo", repo).bind("now", SqlValues.text(now)).execute();
    handle.createUpdate(FORGET_DIFF_COMMENTS).bind("repo", repo).execute();
  }

  /** The last check, where no other one has begun since. */
  public Optional<Ended> last(long repo) {
    return handle
        .createQuery(LAST)
        .bind("repo", repo)
        .map(
            (row, context) ->
                new Ended(
                    Instant.parse(row.getString("ended_at")), row.getBoolean("compares_reviews")))
        .findOne();
  }

  /** These were in a list that the check has read. */
  public void seen(long repo, long pass, Collection<Item> items) {
    if (items.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(SEEN)) {
      for (Item item : items) {
        OptionalLong other = item.otherComments();
        batch
            .bind("repo", repo)
            .bind("pass", pass)
            .bind("number", item.number())
            .bind("asked_as", SqlValues.text(item.askedAs().orElse(null)))
            .bind("reviews", item.reviews().orElse(null))
            .bind("other_comments", other.isPresent() ? (Long) other.getAsLong() : null)
            .bind("diff_comments", item.diffComments().orElse(null))
            .add();
      }
      batch.execute();
    }
  }

  /**
   * This one was in no list and was asked for alone.
   *
   * @param found GitHub told whether it is there: if it is, it need not be asked for each time
   */
  public void lookedInto(long repo, long pass, long number, boolean found) {
    handle
        .createUpdate(LOOKED_INTO)
        .bind("repo", repo)
        .bind("pass", pass)
        .bind("number", number)
        .bind("found", found)
        .execute();
  }

  /** These review comments were in the list that the check reads. */
  public void seenDiffComments(long repo, long pass, Collection<Long> ids) {
    handle
        .createUpdate(SEEN_DIFF_COMMENTS)
        .bind("repo", repo)
        .bind("pass", pass)
        .bind("keys", SqlValues.array(ids))
        .execute();
  }

  /** The pull requests of living review comments that were not in the list. */
  public List<Long> listPullsOfUnseenDiffComments(long repo, Place place) {
    return handle
        .createQuery(PULLS_OF_UNSEEN)
        .bind("repo", repo)
        .bind("pass", place.pass())
        .bind("started_at", SqlValues.text(place.startedAt()))
        .mapTo(Long.class)
        .list();
  }

  /** What earlier pages and checks saw of these. */
  public Map<Long, Item> items(long repo, Collection<Long> numbers) {
    return handle
        .createQuery(ITEMS)
        .bind("repo", repo)
        .bind("keys", SqlValues.array(numbers))
        .map((row, context) -> item(row))
        .collect(Collectors.toMap(Item::number, item -> item));
  }

  /** Living items that none of the check's lists has shown. */
  public Unseen listUnseen(long repo, Place place) {
    Map<Boolean, List<Long>> unseen =
        handle
            .createQuery(UNSEEN)
            .bind("repo", repo)
            .bind("pass", place.pass())
            .bind("pulls_only", place.pullsOnly())
            .bind("started_at", SqlValues.text(place.startedAt()))
            .map((row, context) -> Map.entry(row.getLong("number"), row.getBoolean("known")))
            .collect(
                Collectors.partitioningBy(
                    Map.Entry::getValue,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    return new Unseen(unseen.getOrDefault(false, List.of()), unseen.getOrDefault(true, List.of()));
  }

  private static Item item(ResultSet row) throws SQLException {
    long other = row.getLong("other_comments");
    OptionalLong otherComments = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(other);
    return new Item(
        row.getLong("number"),
        Optional.ofNullable(SqlValues.instant(row.getString("asked_as"))),
        Optional.ofNullable(row.getString("reviews")),
        otherComments,
        Optional.ofNullable(row.getString("diff_comments")));
  }
}
