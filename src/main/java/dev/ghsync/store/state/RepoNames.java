package dev.ghsync.store.state;

import dev.ghsync.model.item.Pull;
import dev.ghsync.store.sql.SqlValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table {@code repo_names}: the last seen name of each repository that a pull comes from. */
public final class RepoNames {
  private static final String FIND =
      """
      SELECT github_id, full_name FROM repo_names
      WHERE host = (SELECT host FROM repos WHERE id = :repo)
        AND github_id IN (SELECT value FROM json_each(:keys))
      """;

  private static final String MIRRORED =
      """
      SELECT github_id FROM repos WHERE host = (SELECT host FROM repos WHERE id = :repo)
        AND github_id IN (SELECT value FROM json_each(:keys))
      """;

  private static final String UPSERT =
      """
      INSERT INTO repo_names (host, github_id, full_name) SELECT host, :id, :name
      FROM repos WHERE id = :repo
      ON CONFLICT (host, github_id) DO UPDATE SET full_name = excluded.full_name
      """;

  private final Handle handle;

  public RepoNames(Handle handle) {
    this.handle = handle;
  }

  /**
   * Stores the names of the head repositories that are mirrored too; where one has changed, all
   * rows follow. A fork that is not mirrored is named by each of its pull requests alone.
   */
  public void upsert(long repo, List<Pull> pulls) {
    Map<Long, String> names = new HashMap<>();
    for (Pull pull : pulls) {
      String name = pull.headRepo();
      Long id = pull.headRepoId();
      if (name != null && id != null) {
        names.put(id, name);
      }
    }
    names.keySet().retainAll(mirrored(repo, names));
    upsert(repo, names);
  }

  private List<Long> mirrored(long repo, Map<Long, String> names) {
    return names.isEmpty()
        ? List.of()
        : handle
            .createQuery(MIRRORED)
            .bind("repo", repo)
            .bind("keys", SqlValues.array(names.keySet()))
            .mapTo(Long.class)
            .list();
  }

  /** Stores names of repositories by GitHub's id; where one has changed, all rows follow. */
  public void upsert(long repo, Map<Long, String> names) {
    if (names.isEmpty()) {
      return;
    }
    Map<Long, String> news = new HashMap<>(names);
    List<Renames.Rename> renames = new ArrayList<>();
    find(repo, names)
        .forEach(
            (id, known) -> {
              String now = names.getOrDefault(id, known);
              if (known.equals(now)) {
                news.remove(id);
              } else {
                renames.add(new Renames.Rename(id, known, now));
              }
            });
    new Renames(handle).ofRepositories(repo, renames);
    if (news.isEmpty()) {
      return;
    }
    try (PreparedBatch rows = handle.prepareBatch(UPSERT)) {
      news.forEach((id, name) -> rows.bind("repo", repo).bind("id", id).bind("name", name).add());
      rows.execute();
    }
  }

  private Map<Long, String> find(long repo, Map<Long, String> names) {
    Map<Long, String> known = new HashMap<>();
    handle
        .createQuery(FIND)
        .bind("repo", repo)
        .bind("keys", SqlValues.array(names.keySet()))
        .map((row, context) -> Map.entry(row.getLong("github_id"), row.getString("full_name")))
        .forEach(e -> known.put(e.getKey(), e.getValue()));
    return known;
  }
}
