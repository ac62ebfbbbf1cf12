package dev.ghsync.store.table;

import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.Label;
import dev.ghsync.model.item.User;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.WriteConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tables {@code issues}, {@code issue_labels} and {@code issue_assignees}. */
public class Issues {
  public static final Table<Issue> TABLE =
      Table.<Issue>named("issues", "issue")
          .key("number", Issue::number)
          .softDeleted()
          .resetting("transferred_to = NULL")
          .changedAt("r.updated_at")
          .onDelete(
              (db, repo, numbers, now) -> {
                belongings().forEach(table -> table.markDeletedWith(db, repo, numbers, now));
                Links.Writer.othersDue(db, repo, numbers);
              })
          .onReturn(Issues::restored)
          .columns(
              row ->
                  row.id("id", issue -> issue.id() == 0 ? null : (Long) issue.id())
                      .column("is_pull", Issue::isPull)
                      .column("title", Issue::title)
                      .column("body", Issue::body)
                      .column("state", Issue::state)
                      .column("state_reason", Issue::stateReason)
                      .account("user", Issue::user)
                      .column("author_association", Issue::authorAssociation)
                      .column("locked", Issue::locked)
                      .column("milestone_number", Issue::milestoneNumber)
                      .column("comments_count", Issue::commentsCount)
                      .column("created_at", Issue::createdAt)
                      .column("updated_at", Issue::updatedAt)
                      .column("closed_at", Issue::closedAt)
                      .raw(Issue::raw)
                      .children(
                          ChildTable.<Issue, Label>named(
                                  "issue_labels", "issue_number", "labels", Issue::labels)
                              .column("label_id", Label::id))
                      .children(
                          ChildTable.<Issue, User>named(
                                  "issue_assignees", "issue_number", "assignees", Issue::assignees)
                              .account("user", user -> user))
                      .mentions(Labels.TABLE, Issue::labels))
          .build();

  private static final String LIST_OPEN =
      """
      SELECT number FROM issues WHERE repo_id = :repo AND state = 'open'
        AND number IN (SELECT value FROM json_each(:numbers))
      """;

  private static final String LIST_UNEQUAL_COMMENTS =
      """
      SELECT i.number, i.comments_count,
             (SELECT count(*) FROM issue_comments c WHERE c.repo_id = i.repo_id
                AND c.issue_number = i.number AND c.deleted_at IS NULL) AS here
      FROM issues i
      WHERE i.repo_id = :repo AND i.deleted_at IS NULL
        AND (i.comments_due = 1 OR (i.id IS NOT NULL AND i.comments_count <> here
          AND i.comments_checked IS NOT i.updated_at || ' ' || i.comments_count))
      ORDER BY i.number
      """;

  private static final String HAS_PULLS =
      """
      SELECT EXISTS (SELECT 1 FROM issues
        WHERE repo_id = :repo AND is_pull = 1 AND deleted_at IS NULL)
      """;

  private static final String LIST_ACTIVE =
      """
      SELECT i.number, max(i.updated_at, coalesce(p.updated_at, '')) AS updated_at, i.is_pull,
             i.comments_count
      FROM issues i LEFT JOIN pulls p ON p.repo_id = i.repo_id AND p.number = i.number
      WHERE i.repo_id = :repo AND i.deleted_at IS NULL
        AND i.number IN (SELECT value FROM json_each(:numbers))
      """;

  private static final String LIST_OF_PULLS =
      """
      SELECT number FROM issues WHERE repo_id = :repo AND id IS NULL
        AND number IN (SELECT value FROM json_each(:numbers))
      """;

  private static final String LIST_READ =
      """
      SELECT number FROM issues WHERE repo_id = :repo AND id IS NOT NULL
        AND number IN (SELECT value FROM json_each(:numbers))
      """;

  private final ReadConnection db;

  public Issues(ReadConnection db) {
    this.db = db;
  }

  /** The tables whose rows are deleted with their issue and come back with it. */
  private static List<Table<?>> belongings() {
    return List.of(IssueComments.TABLE, Reviews.TABLE, ReviewComments.TABLE);
  }

  /** Nothing watched an issue while it was deleted, so what belongs to it must be read again. */
  private static void restored(
      WriteConnection db, long repo, Collection<Long> numbers, Instant now) {
    db.update(
        """
        UPDATE issues SET comments_checked = NULL, comments_due = 1, links_of = NULL
        WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:numbers))
        """,
        repo,
        numbers);
    db.update(
        """
        UPDATE pulls SET details_of = NULL, reviews_of = NULL, review_comments_due = 1
        WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:numbers))
        """,
        repo,
        numbers);
    belongings().forEach(table -> table.restoreWith(db, repo, numbers));
  }

  /** An issue whose number of stored comments is not the one that GitHub counts. */
  public record UnequalComments(long number, long expected, long here) {}

  /**
   * Lists issues whose comments must be read one by one: the counts differ and were not examined
   * since the issue last changed, or the issue was deleted for a while.
   */
  public List<UnequalComments> listUnequalComments(long repo) {
    return db.list(
        LIST_UNEQUAL_COMMENTS,
        row ->
            new UnequalComments(
                row.number("number"), row.number("comments_count"), row.number("here")),
        repo);
  }

  /** Returns whether some of the issues are pull requests. */
  public boolean hasPulls(long repo) {
    return db.isTrue(HAS_PULLS, repo);
  }

  /**
   * An issue that is not deleted.
   *
   * @param updatedAt of a pull request, whose issue may show another time, the later of the two
   */
  public record Active(long number, Instant updatedAt, boolean isPull, long commentsCount) {}

  /** Lists the issues among {@code numbers} that are stored and not deleted. */
  public List<Active> listActive(long repo, Collection<Long> numbers) {
    return db.list(
        LIST_ACTIVE,
        row ->
            new Active(
                row.number("number"),
                row.time("updated_at"),
                row.flag("is_pull"),
                row.number("comments_count")),
        repo,
        numbers);
  }

  /** Lists those of {@code numbers} that were read as issues, deleted or not. */
  public List<Long> listRead(long repo, Collection<Long> numbers) {
    return db.numbers(LIST_READ, repo, numbers);
  }

  /** Stored issues; closed and reopened ones are among the updated ones too. */
  public record Changes(RowChanges written, List<Long> closed, List<Long> reopened) {}

  /** Adds the statements that write. */
  public static final class Writer extends Issues {
    private static final String COMMENTS_CHECKED =
        """
        UPDATE issues SET comments_checked = updated_at || ' ' || comments_count, comments_due = 0
        WHERE repo_id = :repo AND number = :number
        """;

    private static final String SET_COMMENTS_COUNT =
        """
        UPDATE issues SET comments_count = :count
        WHERE repo_id = :repo AND number = :number AND comments_count <> :count
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /**
     * Stores issues with their labels and assignees as sets. An issue counts as created when it is
     * read as an issue for the first time, also if its pull request has made a row before.
     */
    public Changes upsert(long repo, List<Issue> issues) {
      Set<Long> before = listOpen(repo, issues.stream().map(Issue::number).toList());
      Set<Long> ofPulls = listOfPulls(repo, issues);
      RowChanges written = created(TABLE.upsert(db, repo, issues), ofPulls);
      Set<Long> after = listOpen(repo, written.updated());
      List<Long> closed = new ArrayList<>(written.updated());
      closed.removeIf(number -> !before.contains(number) || after.contains(number));
      List<Long> reopened = new ArrayList<>(written.updated());
      reopened.removeIf(number -> before.contains(number) || !after.contains(number));
      return new Changes(written, closed, reopened);
    }

    /** Lists those that are read as issues now, and have a row that their pull request made. */
    private Set<Long> listOfPulls(long repo, List<Issue> issues) {
      List<Long> read =
          issues.stream().filter(issue -> issue.id() != 0).map(Issue::number).toList();
      return read.isEmpty() ? Set.of() : new LinkedHashSet<>(db.numbers(LIST_OF_PULLS, repo, read));
    }

    private static RowChanges created(RowChanges written, Set<Long> also) {
      List<Long> created = new ArrayList<>(written.created());
      created.addAll(also);
      List<Long> updated = new ArrayList<>(written.updated());
      updated.removeAll(also);
      return new RowChanges(created, updated, written.deleted());
    }

    private Set<Long> listOpen(long repo, List<Long> numbers) {
      return numbers.isEmpty() ? Set.of() : new HashSet<>(db.numbers(LIST_OPEN, repo, numbers));
    }

    /** Stores that the issue's comments were read one by one as the issue is now. */
    public void commentsChecked(long repo, long number) {
      db.update(COMMENTS_CHECKED, repo, number);
    }

    /** Corrects the count, which GitHub lowers without another {@code updated_at}. */
    public boolean setCommentsCount(long repo, long number, long count) {
      return db.update(SET_COMMENTS_COUNT, count, repo, number) > 0;
    }

    /**
     * Marks an issue, and what belongs to it, as deleted, also where the issue has no row.
     *
     * @param transferredTo where it is now, if it was moved
     */
    public RowChanges markDeleted(
        long repo, long number, Optional<String> transferredTo, Instant now) {
      RowChanges deleted = TABLE.markDeleted(db, repo, number, now);
      if (deleted.deleted().isEmpty()) {
        belongings().forEach(table -> table.markDeletedWith(db, repo, List.of(number), now));
      } else {
        db.update(
            "UPDATE issues SET transferred_to = :to WHERE repo_id = :repo AND number = :number",
            transferredTo,
            repo,
            number);
      }
      return deleted;
    }
  }
}
