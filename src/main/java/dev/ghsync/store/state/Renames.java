package dev.ghsync.store.state;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Lets all rows of a host follow an account or a repository that has another name now. Rows with
 * the id follow by the id. Rows from before ids were kept get it first: those with the old name,
 * unless the old name is also another's. All ids are set before the first name, so that two that
 * exchange their names are not mixed up.
 */
public final class Renames {
  /** The new name of what had another. */
  public record Rename(long id, String before, String now) {}

  private record Place(String table, String id, String name) {
    static Place account(String table, String role) {
      return new Place(table, role + "_id", role + "_login");
    }
  }

  private static final List<Place> ACCOUNTS =
      List.of(
          Place.account("milestones", "creator"),
          Place.account("issues", "user"),
          Place.account("issue_assignees", "user"),
          Place.account("issue_comments", "user"),
          Place.account("pulls", "merged_by"),
          Place.account("reviews", "user"),
          Place.account("review_comments", "user"),
          Place.account("commit_comments", "user"),
          Place.account("issue_events", "actor"),
          Place.account("releases", "author"));

  private static final Place HEAD = new Place("pulls", "head_repo_id", "head_repo");

  private static final String OF_HOST =
      """
       AND repo_id IN (SELECT id FROM repos
         WHERE host = (SELECT host FROM repos WHERE id = :repo))
      """;

  private static final String LOGIN_OF_OTHERS =
      """
      SELECT count(*) FROM users WHERE login = :before AND id <> :id
        AND host = (SELECT host FROM repos WHERE id = :repo)
      """;

  private static final String NAME_OF_OTHERS =
      """
      SELECT count(*) FROM repo_names WHERE full_name = :before AND github_id <> :id
        AND host = (SELECT host FROM repos WHERE id = :repo)
      """;

  private static final String REVIEWERS =
      "UPDATE pull_reviewers SET login = :now WHERE login = :before" + OF_HOST;

  /** What an account owns has its login in the name. */
  private static final String HEADS_OF_OWNER =
      """
      UPDATE pulls SET head_repo = :now || substr(head_repo, length(:before) + 1)
      WHERE substr(head_repo, 1, length(:before) + 1) = :before || '/'
      """
          + OF_HOST;

  private final Handle handle;

  public Renames(Handle handle) {
    this.handle = handle;
  }

  public void ofAccounts(long repo, List<Rename> renames) {
    for (Rename rename : renames) {
      if (isUnique(LOGIN_OF_OTHERS, repo, rename)) {
        ACCOUNTS.forEach(place -> giveId(place, repo, rename));
        execute(REVIEWERS, repo, rename);
        execute(HEADS_OF_OWNER, repo, rename);
      }
    }
    for (Rename rename : renames) {
      ACCOUNTS.forEach(place -> giveName(place, repo, rename));
    }
  }

  public void ofRepositories(long repo, List<Rename> renames) {
    for (Rename rename : renames) {
      if (isUnique(NAME_OF_OTHERS, repo, rename)) {
        giveId(HEAD, repo, rename);
      }
    }
    renames.forEach(rename -> giveName(HEAD, repo, rename));
  }

  private boolean isUnique(String others, long repo, Rename rename) {
    return handle
            .createQuery(others)
            .bind("repo", repo)
            .bind("id", rename.id())
            .bind("before", rename.before())
            .mapTo(Long.class)
            .one()
        == 0;
  }

  private void giveId(Place place, long repo, Rename rename) {
    execute(
        "UPDATE %s SET %s = :id WHERE %s IS NULL AND %s = :before"
                .formatted(place.table(), place.id(), place.id(), place.name())
            + OF_HOST,
        repo,
        rename);
  }

  private void giveName(Place place, long repo, Rename rename) {
    execute(
        "UPDATE OR REPLACE %s SET %s = :now WHERE %s = :id AND %s <> :now"
                .formatted(place.table(), place.name(), place.id(), place.name())
            + OF_HOST,
        repo,
        rename);
  }

  private void execute(String sql, long repo, Rename rename) {
    try (Update update = handle.createUpdate(sql)) {
      update
          .bind("repo", repo)
          .bind("id", rename.id())
          .bind("before", rename.before())
          .bind("now", rename.now())
          .execute();
    }
  }
}
