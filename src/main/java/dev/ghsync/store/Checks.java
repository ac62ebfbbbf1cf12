package dev.ghsync.store;

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
      INSERT INTO checks (repo_id, pass, stage, pulls_only, compares_reviews, counted, started_at)
      VALUES (:repo, 1, :stage, :pulls_only, 1, 0, :now)
      ON CONFLICT (repo_id) DO UPDATE SET pass = pass + 1, stage = excluded.stage, cursor = NULL,
        pulls_only = excluded.pulls_only, compares_reviews = 1, counted = 0,
        started_at = excluded.started_at
      """;

  private static final String FIND =
      "SELECT * FROM checks WHERE repo_id = :repo AND stage IS NOT NULL";

  private static final String SAVE =
      """
      UPDATE checks SET stage = :stage, cursor = :cursor, compares_reviews = :compares_reviews,
        counted = :counted
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
      INSERT INTO checked_items (repo_id, number, pass, listed, updated_at, reviews,
        other_comments, diff_comments)
      VALUES (:repo, :number, :pass, 1, :updated_at, :reviews, :other_comments, :diff_comments)
      ON CONFLICT (repo_id, number) DO UPDATE SET pass = excluded.pass, listed = 1,
        updated_at = excluded.updated_at, reviews = excluded.reviews,
        other_comments = excluded.other_comments, diff_comments = excluded.diff_comments
      """;

  private static final String LOOKED_INTO =
      """
      INSERT INTO checked_items (repo_id, number, pass, listed, updated_at)
      VALUES (:repo, :number, :pass, 0, (SELECT i.updated_at FROM issues i
        WHERE :found AND i.repo_id = :repo AND i.number = :number))
      ON CONFLICT (repo_id, number) DO UPDATE SET pass = excluded.pass, listed = 0,
        updated_at = excluded.updated_at
      """;

  private static final String ITEMS =
      """
      SELECT * FROM checked_items
      WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:keys))
      """;

  /** What was created since the check began may be missing from the pages that were read before. */
  private static final String UNSEEN =
      """
      SELECT i.number, c.listed = 0 AND c.updated_at IS i.updated_at AS known FROM issues i
      LEFT JOIN checked_items c ON c.repo_id = i.repo_id AND c.number = i.number
      WHERE i.repo_id = :repo AND i.deleted_at IS NULL AND (i.is_pull = 1 OR NOT :pulls_only)
        AND i.created_at < :started_at AND coalesce(c.pass, 0) < :pass
      ORDER BY c.pass, i.number
      """;

  private final Handle handle;

  Checks(Handle handle) {
    this.handle = handle;
  }

  /**
   * The place of a check that has not come to its end.
   *
   * @param stage what it is at
   * @param cursor where in the stage it goes on; empty: at its beginning
   * @param pullsOnly issues cannot be read, only pull requests
   * @param comparesReviews numbers of reviews and of review comments are compared too
   * @param counted how many items it has seen
   */
  public record Place(
      long pass,
      String stage,
      Optional<String> cursor,
      boolean pullsOnly,
      boolean comparesReviews,
      long counted,
      Instant startedAt) {

    /** The same check, further on. */
    public Place at(String nextStage, Optional<String> nextCursor) {
      return new Place(pass, nextStage, nextCursor, pullsOnly, comparesReviews, counted, startedAt);
    }

    /** The same check with more items seen. */
    public Place counting(long more) {
      return new Place(pass, stage, cursor, pullsOnly, comparesReviews, counted + more, startedAt);
    }

    /** The same check, which compares no reviews any more. */
    public Place withoutReviews() {
      return new Place(pass, stage, cursor, pullsOnly, false, counted, startedAt);
    }
  }

  /**
   * An issue or a pull request as a check saw it in a list.
   *
   * @param updatedAt its last change
   * @param reviews numbers, GitHub's and ours, that differ and were looked into; empty: they agreed
   * @param otherComments comments that GitHub counts of a pull request beside those of its issue
   *     and those on its diff; empty: not known
   * @param diffComments as {@code reviews}, of the comments on its diff
   */
  public record Item(
      long number,
      Instant updatedAt,
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

  /** The check that has not come to its end; where there is none, a new one begins. */
  public Place findOrBegin(long repo, String stage, boolean pullsOnly, Instant now) {
    return find(repo).orElseGet(() -> begin(repo, stage, pullsOnly, now));
  }

  private Place begin(long repo, String stage, boolean pullsOnly, Instant now) {
    handle
        .createUpdate(BEGIN)
        .bind("repo", repo)
        .bind("stage", stage)
        .bind("pulls_only", pullsOnly)
        .bind("now", Values.text(now))
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
        .bind("counted", place.counted())
        .execute();
  }

  /** The check has come to its end. */
  public void end(long repo, Instant now) {
    handle.createUpdate(END).bind("repo", repo).bind("now", Values.text(now)).execute();
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
            .bind("updated_at", Values.text(item.updatedAt()))
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
   * @param found GitHub showed it: then it need not be asked for each time
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

  /** What earlier pages and checks saw of these. */
  public Map<Long, Item> items(long repo, Collection<Long> numbers) {
    return handle
        .createQuery(ITEMS)
        .bind("repo", repo)
        .bind("keys", Values.array(numbers))
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
            .bind("started_at", Values.text(place.startedAt()))
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
    String updatedAt = row.getString("updated_at");
    return new Item(
        row.getLong("number"),
        updatedAt == null ? Instant.EPOCH : Instant.parse(updatedAt),
        Optional.ofNullable(row.getString("reviews")),
        otherComments,
        Optional.ofNullable(row.getString("diff_comments")));
  }
}
