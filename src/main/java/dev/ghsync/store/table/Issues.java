package dev.ghsync.store.table;

import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.Label;
import dev.ghsync.model.item.User;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.SqlValues;
import dev.ghsync.store.sql.Upsert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The tables {@code issues}, {@code issue_labels} and {@code issue_assignees}. */
public final class Issues {
  private static final Upsert UPSERT =
      new Upsert(
          """
          SELECT number FROM issues
          WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:keys))
          """,
          """
          INSERT INTO issues (repo_id, number, id, is_pull, title, body, state, state_reason,
            user_login, user_id, author_association, locked, milestone_number, comments_count,
            created_at, updated_at, closed_at, raw)
          VALUES (:repo, :number, :id, :is_pull, :title, :body, :state, :state_reason, :user_login,
            :user_id, :author_association, :locked, :milestone_number, :comments_count, :created_at,
            :updated_at, :closed_at, :raw)
          ON CONFLICT (repo_id, number) DO UPDATE SET id = coalesce(excluded.id, id),
            is_pull = excluded.is_pull, title = excluded.title, body = excluded.body,
            state = excluded.state, state_reason = excluded.state_reason,
            user_login = excluded.user_login,
            user_id = coalesce(excluded.user_id, user_id),
            author_association = excluded.author_association,
            locked = excluded.locked, milestone_number = excluded.milestone_number,
            comments_count = excluded.comments_count, created_at = excluded.created_at,
            updated_at = excluded.updated_at, closed_at = excluded.closed_at, deleted_at = NULL,
            transferred_to = NULL, raw = excluded.raw
          WHERE (is_pull, title, body, state, state_reason, user_login, author_association, locked,
            milestone_number, comments_count, created_at, updated_at, closed_at, deleted_at)
          IS NOT (excluded.is_pull, excluded.title, excluded.body, excluded.state,
            excluded.state_reason, excluded.user_login, excluded.author_association,
            excluded.locked, excluded.milestone_number, excluded.comments_count,
            excluded.created_at, excluded.updated_at, excluded.closed_at, NULL)
          """,
          """
          UPDATE issues SET raw = :raw, id = coalesce(:id, id), user_id = coalesce(:user_id, user_id)
          WHERE repo_id = :repo AND number = :number AND (raw, id, user_id)
            IS NOT (:raw, coalesce(:id, id), coalesce(:user_id, user_id))
          """);

  private static final String STATES =
      """
      SELECT number, state, deleted_at FROM issues
      WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:keys))
      """;

  private static final String CLEAR_LABELS =
      "DELETE FROM issue_labels WHERE repo_id = :repo AND issue_number = :number";
  private static final String ADD_LABEL =
      "INSERT OR IGNORE INTO issue_labels (repo_id, issue_number, label_id) VALUES (:repo, :number, :label)";
  private static final String CLEAR_ASSIGNEES =
      "DELETE FROM issue_assignees WHERE repo_id = :repo AND issue_number = :number";
  private static final String ADD_ASSIGNEE =
      "INSERT OR IGNORE INTO issue_assignees (repo_id, issue_number, user_login, user_id) VALUES (:repo, :number, :login, :user_id)";

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

  private static final String CHECKED =
      """
      UPDATE issues SET comments_checked = updated_at || ' ' || comments_count, comments_due = 0
      WHERE repo_id = :repo AND number = :number
      """;

  private static final String SET_COMMENTS =
      """
      UPDATE issues SET comments_count = :count
      WHERE repo_id = :repo AND number = :number AND comments_count <> :count
      """;

  private static final String LIST_LIVING =
      """
      SELECT i.number, max(i.updated_at, coalesce(p.updated_at, '')) AS updated_at, i.is_pull,
             i.comments_count
      FROM issues i LEFT JOIN pulls p ON p.repo_id = i.repo_id AND p.number = i.number
      WHERE i.repo_id = :repo AND i.deleted_at IS NULL
        AND i.number IN (SELECT value FROM json_each(:keys))
      """;

  private static final String BURY =
      """
      UPDATE issues SET deleted_at = :now, transferred_to = :to
      WHERE repo_id = :repo AND number = :number AND deleted_at IS NULL
      """;

  /** What belongs to an issue, and the column that names the issue. */
  private static final Map<String, String> BELONGINGS =
      Map.of(
          "issue_comments", "issue_number",
          "reviews", "pull_number",
          "review_comments", "pull_number");

  /** What belongs to a deleted issue goes with it. */
  private static final String BURY_WITH =
      """
      UPDATE %s SET deleted_at = :now, deleted_with_issue = 1
      WHERE repo_id = :repo AND %s = :number AND deleted_at IS NULL
      """;

  /** What was deleted only because its issue was comes back with it. */
  private static final String REVIVE_WITH =
      """
      UPDATE %s SET deleted_at = NULL, deleted_with_issue = 0
      WHERE repo_id = :repo AND deleted_with_issue = 1
        AND %s IN (SELECT value FROM json_each(:keys))
      """;

  /** Nobody watched an issue that was gone: what belongs to it is to be read again. */
  private static final List<String> READ_AGAIN =
      List.of(
          """
          UPDATE issues SET comments_checked = NULL, comments_due = 1
          WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:keys))
          """,
          """
          UPDATE pulls SET details_of = NULL, reviews_of = NULL, review_comments_due = 1
          WHERE repo_id = :repo AND number IN (SELECT value FROM json_each(:keys))
          """);

  private final Handle handle;

  public Issues(Handle handle) {
    this.handle = handle;
  }

  /** What {@link #upsert} did; closed and reopened ones are among the updated too. */
  public record Changes(RowChanges written, List<Long> closed, List<Long> reopened) {}

  /** Stores issues with their labels and assignees as sets. */
  public Changes upsert(long repo, List<Issue> issues) {
    Map<Long, State> before = states(repo, issues);
    users(repo, issues);
    RowChanges written = UPSERT.write(handle, repo, issues, Issue::number, Issues::bind);
    revive(repo, before);
    sets(repo, issues, before.keySet());
    Map<Long, String> after = new HashMap<>();
    issues.forEach(issue -> after.put(issue.number(), issue.state()));
    List<Long> closed = new ArrayList<>();
    List<Long> reopened = new ArrayList<>();
    for (long number : written.updated()) {
      boolean wasOpen = before.containsKey(number) && before.get(number).isOpen();
      boolean isOpen = "open".equals(after.get(number));
      if (wasOpen && !isOpen) {
        closed.add(number);
      } else if (!wasOpen && isOpen) {
        reopened.add(number);
      }
    }
    return new Changes(written, closed, reopened);
  }

  private static void bind(PreparedBatch row, Issue i) {
    row.bind("number", i.number())
        .bind("id", i.id() == 0 ? null : (Long) i.id())
        .bind("is_pull", i.isPull())
        .bind("title", i.title())
        .bind("body", i.body())
        .bind("state", i.state())
        .bind("state_reason", i.stateReason())
        .bind("user_login", Users.login(i.user()))
        .bind("user_id", Users.id(i.user()))
        .bind("author_association", i.authorAssociation())
        .bind("locked", i.locked())
        .bind("milestone_number", i.milestoneNumber())
        .bind("comments_count", i.commentsCount())
        .bind("created_at", SqlValues.text(i.createdAt()))
        .bind("updated_at", SqlValues.text(i.updatedAt()))
        .bind("closed_at", SqlValues.text(i.closedAt()))
        .bind("raw", i.raw());
  }

  /** An issue before it is written. */
  private record State(boolean isOpen, boolean isDeleted) {}

  private Map<Long, State> states(long repo, List<Issue> issues) {
    Map<Long, State> states = new HashMap<>();
    handle
        .createQuery(STATES)
        .bind("repo", repo)
        .bind("keys", SqlValues.array(issues.stream().map(Issue::number).toList()))
        .map(
            (row, context) ->
                Map.entry(
                    row.getLong("number"),
                    new State(
                        "open".equals(row.getString("state")),
                        row.getString("deleted_at") != null)))
        .forEach(e -> states.put(e.getKey(), e.getValue()));
    return states;
  }

  private void revive(long repo, Map<Long, State> before) {
    List<Long> back =
        before.entrySet().stream()
            .filter(e -> e.getValue().isDeleted())
            .map(Map.Entry::getKey)
            .toList();
    if (back.isEmpty()) {
      return;
    }
    List<String> updates = new ArrayList<>(READ_AGAIN);
    BELONGINGS.forEach((table, column) -> updates.add(REVIVE_WITH.formatted(table, column)));
    for (String sql : updates) {
      handle.createUpdate(sql).bind("repo", repo).bind("keys", SqlValues.array(back)).execute();
    }
  }

  private void users(long repo, List<Issue> issues) {
    List<@Nullable User> users = new ArrayList<>();
    for (Issue issue : issues) {
      users.add(issue.user());
      users.addAll(issue.assignees());
    }
    new Users(handle).upsert(repo, users);
  }

  private void sets(long repo, List<Issue> issues, Set<Long> known) {
    Map<Long, Label> labels = new LinkedHashMap<>();
    try (PreparedBatch clearLabels = handle.prepareBatch(CLEAR_LABELS);
        PreparedBatch clearAssignees = handle.prepareBatch(CLEAR_ASSIGNEES);
        PreparedBatch addLabels = handle.prepareBatch(ADD_LABEL);
        PreparedBatch addAssignees = handle.prepareBatch(ADD_ASSIGNEE)) {
      for (Issue issue : issues) {
        if (known.contains(issue.number())) {
          clearLabels.bind("repo", repo).bind("number", issue.number()).add();
          clearAssignees.bind("repo", repo).bind("number", issue.number()).add();
        }
        for (Label label : issue.labels()) {
          labels.put(label.id(), label);
          addLabels
              .bind("repo", repo)
              .bind("number", issue.number())
              .bind("label", label.id())
              .add();
        }
        for (User user : issue.assignees()) {
          addAssignees
              .bind("repo", repo)
              .bind("number", issue.number())
              .bind("login", user.login())
              .bind("user_id", Users.id(user))
              .add();
        }
      }
      for (PreparedBatch batch : List.of(clearLabels, clearAssignees, addLabels, addAssignees)) {
        if (batch.size() > 0) {
          batch.execute();
        }
      }
    }
    new Labels(handle).insertUnknown(repo, labels.values());
  }

  /** An issue whose comments here are not as many as GitHub says. */
  public record UnequalComments(long number, long expected, long here) {}

  /**
   * Issues whose comments must be read one by one: the counts differ, and the difference has not
   * been looked into since the issue last changed; or the issue was gone for a while.
   */
  public List<UnequalComments> listUnequalComments(long repo) {
    return handle
        .createQuery(LIST_UNEQUAL_COMMENTS)
        .bind("repo", repo)
        .map(
            (row, context) ->
                new UnequalComments(
                    row.getLong("number"), row.getLong("comments_count"), row.getLong("here")))
        .list();
  }

  /** Whether some of the issues are pull requests. */
  public boolean hasPulls(long repo) {
    return handle.createQuery(HAS_PULLS).bind("repo", repo).mapTo(Boolean.class).one();
  }

  /** Remembers that the issue's comments were read one by one as it is now. */
  public void commentsChecked(long repo, long number) {
    handle.createUpdate(CHECKED).bind("repo", repo).bind("number", number).execute();
  }

  /** Corrects the count, which GitHub lowers without touching {@code updated_at}. */
  public boolean setCommentsCount(long repo, long number, long count) {
    return handle
            .createUpdate(SET_COMMENTS)
            .bind("repo", repo)
            .bind("number", number)
            .bind("count", count)
            .execute()
        > 0;
  }

  /**
   * An issue that is not deleted.
   *
   * @param updatedAt of a pull request, whose issue may show another time, the later of the two
   */
  public record Living(long number, Instant updatedAt, boolean isPull, long commentsCount) {}

  /** Those of {@code numbers} that are here and not deleted. */
  public List<Living> listActive(long repo, Collection<Long> numbers) {
    return handle
        .createQuery(LIST_LIVING)
        .bind("repo", repo)
        .bind("keys", SqlValues.array(numbers))
        .map(
            (row, context) ->
                new Living(
                    row.getLong("number"),
                    Instant.parse(row.getString("updated_at")),
                    row.getBoolean("is_pull"),
                    row.getLong("comments_count")))
        .list();
  }

  /**
   * Marks an issue, and what belongs to it, as deleted.
   *
   * @param transferredTo where it is now, if it was moved
   */
  public RowChanges markDeleted(
      long repo, long number, Optional<String> transferredTo, Instant now) {
    int n =
        handle
            .createUpdate(BURY)
            .bind("repo", repo)
            .bind("number", number)
            .bind("now", SqlValues.text(now))
            .bind("to", transferredTo.orElse(null))
            .execute();
    if (n == 0) {
      return RowChanges.NOTHING;
    }
    for (Map.Entry<String, String> belonging : BELONGINGS.entrySet()) {
      handle
          .createUpdate(BURY_WITH.formatted(belonging.getKey(), belonging.getValue()))
          .bind("repo", repo)
          .bind("number", number)
          .bind("now", SqlValues.text(now))
          .execute();
    }
    return RowChanges.deleted(List.of(number));
  }

  /** Among {@code numbers}, those that were read as issues, deleted or not. */
  public Collection<Long> known(long repo, Collection<Long> numbers) {
    return handle
        .createQuery(
            """
            SELECT number FROM issues WHERE repo_id = :repo AND id IS NOT NULL
              AND number IN (SELECT value FROM json_each(:keys))
            """)
        .bind("repo", repo)
        .bind("keys", SqlValues.array(numbers))
        .mapTo(Long.class)
        .list();
  }
}
