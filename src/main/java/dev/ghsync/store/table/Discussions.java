package dev.ghsync.store.table;

import dev.ghsync.model.item.Discussion;
import dev.ghsync.model.item.DiscussionCategory;
import dev.ghsync.model.item.DiscussionComment;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.WriteConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables {@code discussions} and {@code discussion_categories}. */
public class Discussions {
  public static final Table<Discussion> TABLE =
      Table.<Discussion>named("discussions", "discussion")
          .key("number", Discussion::number)
          .softDeleted()
          .changedAt("r.updated_at")
          .onDelete(
              (db, repo, numbers, now) ->
                  DiscussionComments.TABLE.markDeletedWith(db, repo, numbers, now))
          .onReturn(Discussions::restored)
          .columns(
              row ->
                  row.column("id", Discussion::id)
                      .column("title", Discussion::title)
                      .column("body", Discussion::body)
                      .column("category", Discussion::category)
                      .column("category_id", Discussion::categoryId)
                      .column("state", Discussion::state)
                      .column("state_reason", Discussion::stateReason)
                      .column("is_answered", Discussion::isAnswered)
                      .column("answer_comment_id", Discussion::answerCommentId)
                      .account("user", Discussion::user)
                      .column("author_association", Discussion::authorAssociation)
                      .column("locked", Discussion::locked)
                      .column("upvotes", Discussion::upvotes)
                      .column("comments_count", Discussion::commentsCount)
                      .column("created_at", Discussion::createdAt)
                      .column("updated_at", Discussion::updatedAt)
                      .column("closed_at", Discussion::closedAt)
                      .raw(Discussion::raw))
          .build();

  static final String LIST_DUE =
      """
      SELECT number, updated_at, comments_count FROM discussions
      WHERE repo_id = :repo AND deleted_at IS NULL AND comments_of IS NOT updated_at
      ORDER BY updated_at DESC, number
      """;

  private static final String LIST_SEEN =
      """
      SELECT number, comments_seen FROM discussions
      WHERE repo_id = :repo AND comments_seen IS NOT NULL
        AND number IN (SELECT value FROM json_each(:numbers))
      """;

  private static final String COMMENTS_OF =
      """
      SELECT number, comments_count FROM discussions
      WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:numbers))
      """;

  private static final String COUNT_CHANGED_SINCE =
      "SELECT count(*) FROM discussions WHERE repo_id = :repo AND updated_at >= :since";

  /** Issues of which only an event shows that they were converted to discussions. */
  private static final String LIST_UNKNOWN_CONVERSIONS =
      """
      SELECT DISTINCT e.issue_number FROM issue_events e
      JOIN issues i ON i.repo_id = e.repo_id AND i.number = e.issue_number
      WHERE e.repo_id = :repo AND e.event = 'converted_to_discussion' AND i.discussion_asked = 0
      ORDER BY e.issue_number
      """;

  private static final String LIST_CATEGORIES =
      "SELECT * FROM discussion_categories WHERE repo_id = :repo ORDER BY id";

  /** Those created since the check began may be missing from the pages that were read before. */
  private static final String LIST_UNSEEN =
      """
      SELECT number FROM discussions
      WHERE repo_id = :repo AND deleted_at IS NULL AND created_at < :began
        AND checked_at IS NOT :began
      ORDER BY number
      """;

  private final ReadConnection db;

  public Discussions(ReadConnection db) {
    this.db = db;
  }

  private static void restored(
      WriteConnection db, long repo, Collection<Long> numbers, Instant now) {
    db.update(
        """
        UPDATE discussions SET comments_of = NULL, comments_seen = NULL
        WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:numbers))
        """,
        repo,
        numbers);
    DiscussionComments.TABLE.restoreWith(db, repo, numbers);
  }

  /**
   * A discussion whose comments must be read.
   *
   * @param comments how many of the top level it has
   */
  public record Due(long number, Instant updatedAt, long comments) {}

  /** Lists discussions that changed since their comments were read, the newest first. */
  public List<Due> listDue(long repo) {
    return db.list(
        LIST_DUE,
        row -> new Due(row.number("number"), row.time("updated_at"), row.number("comments_count")),
        repo);
  }

  /** Returns GitHub's numbers of comments as they were when the comments were read. */
  public Map<Long, String> seen(long repo, Collection<Long> numbers) {
    return db
        .list(
            LIST_SEEN,
            row -> Map.entry(row.number("number"), row.text("comments_seen")),
            repo,
            numbers)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Returns the number of top-level comments of each discussion. */
  public Map<Long, Long> commentsOf(long repo, Collection<Long> numbers) {
    return db
        .list(
            COMMENTS_OF,
            row -> Map.entry(row.number("number"), row.number("comments_count")),
            repo,
            numbers)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Counts the stored discussions that changed at a time or later. */
  public long countChangedSince(long repo, Instant time) {
    return db.number(COUNT_CHANGED_SINCE, repo, time);
  }

  /** Lists issues that were converted to discussions whose numbers GitHub was not asked for. */
  public List<Long> listUnknownConversions(long repo) {
    return db.numbers(LIST_UNKNOWN_CONVERSIONS, repo);
  }

  /** Lists active discussions that a check has not seen in the list. */
  public List<Long> listUnseen(long repo, Instant began) {
    return db.numbers(LIST_UNSEEN, repo, began);
  }

  public List<DiscussionCategory> listCategories(long repo) {
    return db.list(
        LIST_CATEGORIES,
        row ->
            new DiscussionCategory(
                row.text("id"),
                row.text("name"),
                row.text("slug"),
                row.text("emoji"),
                row.text("description"),
                row.flag("is_answerable")),
        repo);
  }

  /** Adds the statements that write. */
  public static final class Writer extends Discussions {
    private static final String UPSERT_CATEGORY =
        """
        INSERT OR REPLACE INTO discussion_categories
          (repo_id, id, name, slug, emoji, description, is_answerable)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """;

    /** A category that is renamed, or takes answers from now on, changes no discussion's time. */
    private static final String FOLLOW_CATEGORIES =
        """
        UPDATE discussions SET category = c.name,
          is_answered = iif(c.is_answerable, answer_comment_id IS NOT NULL, NULL)
        FROM discussion_categories c
        WHERE discussions.repo_id = :repo AND c.repo_id = discussions.repo_id
          AND c.id = discussions.category_id
          AND (discussions.category <> c.name
            OR (discussions.is_answered IS NULL) = c.is_answerable)
        """;

    private static final String COMMENTS_READ =
        """
        UPDATE discussions SET comments_of = :as_of, comments_seen = :seen
        WHERE repo_id = :repo AND number = :number
        """;

    private static final String COMMENTS_DUE =
        """
        UPDATE discussions SET comments_of = NULL
        WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:numbers))
        """;

    private static final String SEEN =
        """
        UPDATE discussions SET checked_at = :began
        WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:numbers))
        """;

    private static final String MARK_DELETED =
        """
        UPDATE discussion_comments SET deleted_at = :time
        WHERE repo_id = :repo AND id = :id AND deleted_at IS NULL
        """;

    private static final String CONVERTED =
        """
        UPDATE issues SET discussion_number = coalesce(:discussion, discussion_number),
          discussion_asked = 1
        WHERE repo_id = :repo AND number = :issue
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Makes the stored categories equal to these, and the discussions in them too. */
    public void replaceCategories(long repo, List<DiscussionCategory> categories) {
      List<DiscussionCategory> before = listCategories(repo);
      if (Set.copyOf(before).equals(Set.copyOf(categories))) {
        return;
      }
      Set<String> gone =
          before.stream()
              .map(DiscussionCategory::id)
              .collect(Collectors.toCollection(HashSet::new));
      try (Batch batch = db.batch(UPSERT_CATEGORY)) {
        for (DiscussionCategory c : categories) {
          gone.remove(c.id());
          batch.run(repo, c.id(), c.name(), c.slug(), c.emoji(), c.description(), c.isAnswerable());
        }
      }
      gone.forEach(
          id ->
              db.update(
                  "DELETE FROM discussion_categories WHERE repo_id = :repo AND id = :id",
                  repo,
                  id));
      db.update(FOLLOW_CATEGORIES, repo);
    }

    /**
     * Stores comments. One that was deleted at GitHub after a reply keeps what it said when it was
     * last read.
     */
    public RowChanges upsertComments(long repo, List<DiscussionComment> comments) {
      List<DiscussionComment> deleted =
          comments.stream().filter(comment -> comment.deletedAt() != null).toList();
      List<DiscussionComment> others =
          comments.stream().filter(comment -> comment.deletedAt() == null).toList();
      RowChanges written = DiscussionComments.TABLE.upsert(db, repo, others);
      if (deleted.isEmpty()) {
        return written;
      }
      RowChanges marked = RowChanges.deleted(markDeleted(repo, deleted));
      DiscussionComments.TABLE.insertMissing(db, repo, deleted);
      markDeleted(repo, deleted);
      return written.plus(marked);
    }

    private List<Long> markDeleted(long repo, List<DiscussionComment> deleted) {
      return deleted.stream()
          .filter(comment -> db.update(MARK_DELETED, comment.deletedAt(), repo, comment.id()) > 0)
          .map(DiscussionComment::id)
          .toList();
    }

    /**
     * Stores that the comments of a discussion were read.
     *
     * @param asOf the discussion's last change when reading began
     * @param seen GitHub's numbers of its comments
     */
    public void commentsRead(long repo, long number, Instant asOf, String seen) {
      db.update(COMMENTS_READ, asOf, seen, repo, number);
    }

    /** Stores that the comments of these discussions must be read again. */
    public void commentsDue(long repo, Collection<Long> numbers) {
      db.update(COMMENTS_DUE, repo, numbers);
    }

    /** Stores that the comments of all discussions must be read again. */
    public void allCommentsDue(long repo) {
      db.update("UPDATE discussions SET comments_of = NULL WHERE repo_id = :repo", repo);
    }

    /** Stores that the check that began at this time has seen these discussions. */
    public void seen(long repo, Collection<Long> numbers, Instant began) {
      db.update(SEEN, began, repo, numbers);
    }

    /**
     * Stores which discussion an issue was converted to.
     *
     * @param discussion null where GitHub does not say it
     */
    public void converted(long repo, long issue, @Nullable Long discussion) {
      db.update(CONVERTED, discussion, repo, issue);
    }
  }
}
