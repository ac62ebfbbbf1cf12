package dev.ghsync.store.table;

import dev.ghsync.store.sql.WriteConnection;
import java.util.List;
import java.util.Map;

/**
 * Changes the names of an account or a repository in all rows of a host. Rows are found by its id.
 * Rows from before ids were stored get the id first: those with the old name, unless another
 * account has the same old name. All ids are set before the first name, so that two accounts that
 * exchange their names are not mixed up.
 */
final class Renames {
  private static final String OF_HOST =
      """
       AND repo_id IN (SELECT id FROM repos
         WHERE host = (SELECT host FROM repos WHERE id = :repo))
      """;

  /** Every table that has a login beside the id of its account names accounts. */
  private static final String LIST_ACCOUNT_COLUMNS =
      """
      SELECT m.name AS tab, login.name AS login, id.name AS id FROM sqlite_master m
      JOIN pragma_table_info(m.name) login ON login.name LIKE '%!_login' ESCAPE '!'
      JOIN pragma_table_info(m.name) id ON id.name = replace(login.name, '_login', '_id')
      WHERE m.type = 'table'
      """;

  private static final String COUNT_OTHER_ACCOUNTS =
      """
      SELECT count(*) FROM users WHERE login = :before AND id <> :id
        AND host = (SELECT host FROM repos WHERE id = :repo)
      """;

  private static final String COUNT_OTHER_REPOSITORIES =
      """
      SELECT count(*) FROM repo_names WHERE full_name = :before AND github_id <> :id
        AND host = (SELECT host FROM repos WHERE id = :repo)
      """;

  private static final String REVIEWERS =
      "UPDATE pull_reviewers SET login = :now WHERE login = :before" + OF_HOST;

  /** A repository of the account has its login in the name. */
  private static final String REPOS_OF_OWNER =
      """
      UPDATE OR REPLACE %1$s SET %2$s = :now || substr(%2$s, length(:before) + 1)
      WHERE substr(%2$s, 1, length(:before) + 1) = :before || '/'
      """
          + OF_HOST;

  private static final String REPOS_NAMED =
      "UPDATE OR REPLACE %1$s SET %2$s = :now WHERE %2$s = :before" + OF_HOST;

  /** Columns with names of repositories, by their tables. */
  private static final Map<String, String> REPOS =
      Map.of(
          "pulls", "head_repo",
          "cross_references", "source_repo",
          "closing_issues", "issue_repo");

  private static final Names HEADS = new Names("pulls", "head_repo_id", "head_repo");

  private final WriteConnection db;
  private final long repo;

  Renames(WriteConnection db, long repo) {
    this.db = db;
    this.repo = repo;
  }

  /** A change of the name of the account or repository with this id. */
  record Rename(long id, String before, String now) {}

  /** A column with names, and the one with their ids. */
  private record Names(String table, String id, String name) {}

  void ofAccounts(List<Rename> renames) {
    if (renames.isEmpty()) {
      return;
    }
    List<Names> accounts =
        db.list(
            LIST_ACCOUNT_COLUMNS,
            row -> new Names(row.text("tab"), row.text("id"), row.text("login")));
    for (Rename rename : renames) {
      if (isUnique(COUNT_OTHER_ACCOUNTS, rename)) {
        accounts.forEach(names -> setId(names, rename));
        db.update(REVIEWERS, rename.now(), rename.before(), repo);
        REPOS.forEach(
            (table, column) ->
                db.update(
                    REPOS_OF_OWNER.formatted(table, column), rename.now(), rename.before(), repo));
      }
    }
    for (Rename rename : renames) {
      accounts.forEach(names -> setName(names, rename));
    }
  }

  void ofRepositories(List<Rename> renames) {
    for (Rename rename : renames) {
      if (isUnique(COUNT_OTHER_REPOSITORIES, rename)) {
        setId(HEADS, rename);
        for (String links : List.of("cross_references", "closing_issues")) {
          db.update(
              REPOS_NAMED.formatted(links, REPOS.get(links)), rename.now(), rename.before(), repo);
        }
      }
    }
    renames.forEach(rename -> setName(HEADS, rename));
  }

  private boolean isUnique(String countOthers, Rename rename) {
    return db.number(countOthers, rename.before(), rename.id(), repo) == 0;
  }

  private void setId(Names names, Rename rename) {
    db.update(
        "UPDATE %1$s SET %2$s = :id WHERE %2$s IS NULL AND %3$s = :before%4$s"
            .formatted(names.table(), names.id(), names.name(), OF_HOST),
        rename.id(),
        rename.before(),
        repo);
  }

  private void setName(Names names, Rename rename) {
    db.update(
        "UPDATE OR REPLACE %1$s SET %3$s = :now WHERE %2$s = :id AND %3$s <> :now%4$s"
            .formatted(names.table(), names.id(), names.name(), OF_HOST),
        rename.now(),
        rename.id(),
        repo);
  }
}
