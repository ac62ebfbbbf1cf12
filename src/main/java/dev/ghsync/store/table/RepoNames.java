package dev.ghsync.store.table;

import dev.ghsync.model.item.Pull;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.WriteConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code repo_names}: the last seen name of each repository that a pull comes from. */
public final class RepoNames {
  private static final String FIND =
      """
      SELECT github_id, full_name FROM repo_names
      WHERE host = (SELECT host FROM repos WHERE id = :repo)
        AND github_id IN (SELECT value FROM json_each(:ids))
      """;

  private static final String LIST_MIRRORED =
      """
      SELECT github_id FROM repos WHERE host = (SELECT host FROM repos WHERE id = :repo)
        AND github_id IN (SELECT value FROM json_each(:ids))
      """;

  private static final String UPSERT =
      """
      INSERT INTO repo_names (host, github_id, full_name) SELECT host, :id, :name
      FROM repos WHERE id = :repo
      ON CONFLICT (host, github_id) DO UPDATE SET full_name = excluded.full_name
      """;

  private RepoNames() {}

  /**
   * Stores the names of the head repositories that are mirrored too; where one has changed, all
   * rows follow. A fork that is not mirrored is named by each of its pull requests alone.
   */
  static void upsertMirrored(WriteConnection db, long repo, List<Pull> pulls) {
    Map<Long, String> names = new HashMap<>();
    for (Pull pull : pulls) {
      String name = pull.headRepo();
      Long id = pull.headRepoId();
      if (name != null && id != null) {
        names.put(id, name);
      }
    }
    if (!names.isEmpty()) {
      names.keySet().retainAll(db.numbers(LIST_MIRRORED, repo, names.keySet()));
      upsert(db, repo, names);
    }
  }

  /** Stores names of repositories by GitHub's id; where one has changed, all rows follow. */
  public static void upsert(WriteConnection db, long repo, Map<Long, String> names) {
    if (names.isEmpty()) {
      return;
    }
    Map<Long, String> changed = new HashMap<>(names);
    List<Renames.Rename> renames = new ArrayList<>();
    db.list(
            FIND,
            row -> Map.entry(row.number("github_id"), row.text("full_name")),
            repo,
            names.keySet())
        .forEach(
            known -> {
              String now = names.getOrDefault(known.getKey(), known.getValue());
              if (known.getValue().equals(now)) {
                changed.remove(known.getKey());
              } else {
                renames.add(new Renames.Rename(known.getKey(), known.getValue(), now));
              }
            });
    new Renames(db, repo).ofRepositories(renames);
    if (!changed.isEmpty()) {
      try (Batch batch = db.batch(UPSERT)) {
        changed.forEach((id, name) -> batch.run(id, name, repo));
      }
    }
  }
}
