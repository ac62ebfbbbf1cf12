package dev.ghsync.store.table;

import dev.ghsync.model.item.Label;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.SqlValues;
import dev.ghsync.store.sql.Upsert;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code labels}. */
public final class Labels {
  private static final Upsert UPSERT =
      new Upsert(
          """
          SELECT id FROM labels WHERE repo_id = :repo AND id IN (SELECT value FROM json_each(:keys))
          """,
          """
          INSERT INTO labels (repo_id, id, name, color, description, is_default)
          VALUES (:repo, :id, :name, :color, :description, :is_default)
          ON CONFLICT (repo_id, id) DO UPDATE SET name = excluded.name, color = excluded.color,
            description = excluded.description, is_default = excluded.is_default
          WHERE (name, color, description, is_default)
            IS NOT (excluded.name, excluded.color, excluded.description, excluded.is_default)
          """,
          "");

  private static final String INSERT_UNKNOWN =
      """
      INSERT OR IGNORE INTO labels (repo_id, id, name, color, description, is_default)
      VALUES (:repo, :id, :name, :color, :description, :is_default)
      """;

  private static final String DELETE_OTHERS =
      """
      DELETE FROM labels
      WHERE repo_id = :repo AND id NOT IN (SELECT value FROM json_each(:keys)) RETURNING id
      """;

  private static final String UNLABEL =
      """
      DELETE FROM issue_labels
      WHERE repo_id = :repo AND label_id IN (SELECT value FROM json_each(:keys))
      """;

  private static final String DELETE = "DELETE FROM labels WHERE repo_id = :repo AND id = :id";

  private final Handle handle;

  public Labels(Handle handle) {
    this.handle = handle;
  }

  public RowChanges upsert(long repo, List<Label> labels) {
    return UPSERT.write(handle, repo, labels, Label::id, Labels::bind);
  }

  /** Adds labels that an issue shows and the list has not shown yet; known ones stay. */
  void insertUnknown(long repo, Collection<Label> labels) {
    if (labels.isEmpty()) {
      return;
    }
    try (var rows = handle.prepareBatch(INSERT_UNKNOWN)) {
      for (Label label : labels) {
        rows.bind("repo", repo);
        bind(rows, label);
        rows.add();
      }
      rows.execute();
    }
  }

  private static void bind(org.jdbi.v3.core.statement.PreparedBatch row, Label label) {
    row.bind("id", label.id())
        .bind("name", label.name())
        .bind("color", label.color())
        .bind("description", label.description())
        .bind("is_default", label.isDefault());
  }

  /** Removes the labels that are not among {@code ids}, also from the issues that had them. */
  public RowChanges deleteOthers(long repo, Collection<Long> ids) {
    List<Long> gone =
        handle
            .createQuery(DELETE_OTHERS)
            .bind("repo", repo)
            .bind("keys", SqlValues.array(ids))
            .mapTo(Long.class)
            .list();
    unlabel(repo, gone);
    return RowChanges.deleted(gone);
  }

  /** Removes one label, also from the issues that had it. */
  public RowChanges delete(long repo, long id) {
    int n = handle.createUpdate(DELETE).bind("repo", repo).bind("id", id).execute();
    unlabel(repo, List.of(id));
    return RowChanges.deleted(n == 0 ? List.of() : List.of(id));
  }

  private void unlabel(long repo, Collection<Long> ids) {
    if (!ids.isEmpty()) {
      handle.createUpdate(UNLABEL).bind("repo", repo).bind("keys", SqlValues.array(ids)).execute();
    }
  }
}
