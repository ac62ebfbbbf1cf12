package dev.ghsync.store.state;

import dev.ghsync.model.Host;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.util.List;
import java.util.stream.Collectors;

/** The rows of one repository, in all tables that have a {@code repo_id}. */
public class OwnedRows {
  private static final String TABLES =
      """
      SELECT t.name FROM pragma_table_list t
      WHERE t.schema = 'main' AND t.type = 'table'
        AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) c WHERE c.name = 'repo_id')
      ORDER BY t.name
      """;

  private final ReadConnection db;

  public OwnedRows(ReadConnection db) {
    this.db = db;
  }

  /** Lists the tables that have rows of repositories, without {@code repos} itself. */
  public List<String> tables() {
    return db.texts(TABLES);
  }

  /** Lists the repository's own row and those of its wiki. */
  public List<Long> listWithWikis(long repo) {
    return db.numbers("SELECT id FROM repos WHERE parent_id = :repo OR id = :repo", repo);
  }

  /** Adds the statements that write. */
  public static final class Writer extends OwnedRows {
    private static final String REMOVE =
        """
        DELETE FROM %1$s WHERE (%2$s) IN
          (SELECT %2$s FROM %1$s WHERE repo_id = :repo LIMIT :most)
        """;

    private static final String KEY =
        """
        SELECT iif(wr, (SELECT group_concat(name, ', ') FROM pragma_table_info(t.name) WHERE pk > 0), 'rowid')
          AS columns
        FROM pragma_table_list t WHERE t.schema = 'main' AND t.name = :table
        """;

    /** A pull request of another repository may come from this one. */
    private static final String REMOVE_NAME =
        """
        DELETE FROM repo_names WHERE (host, github_id) IN
            (SELECT host, github_id FROM repos WHERE id = :repo)
          AND NOT EXISTS (SELECT 1 FROM pulls p JOIN repos r ON r.id = p.repo_id
            WHERE r.host = repo_names.host AND r.id <> :repo
              AND p.head_repo_id = repo_names.github_id)
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /**
     * Removes rows of a repository from one of the {@link #tables}.
     *
     * @return the number of rows that were removed; less than {@code most} if none are left
     */
    public int remove(String table, long repo, int most) {
      String key = db.texts(KEY, table).stream().collect(Collectors.joining());
      return db.update(REMOVE.formatted(table, key), repo, most);
    }

    /** Removes the place of everything that is read, as if the repository was never synced. */
    public void removePlaces(long repo) {
      for (String table :
          List.of("streams", "walks", "validators", "history_tips", "content_tips", "checks")) {
        db.update("DELETE FROM %s WHERE repo_id = :repo".formatted(table), repo);
      }
      db.update("UPDATE repo_states SET last_success_at = NULL WHERE repo_id = :repo", repo);
    }

    /** Removes the repository's own row with all that is left, its name, and its own token. */
    public void removeRepository(Host host, String scope, long repo) {
      db.update(REMOVE_NAME, repo);
      db.update("DELETE FROM tokens WHERE host = :host AND scope = :scope", host.name(), scope);
      db.update("DELETE FROM repos WHERE id = :repo", repo);
    }
  }
}
