package dev.ghsync.store.sql;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Marks rows of one table as deleted: what GitHub has no longer stays readable. */
public final class SoftDelete {
  private final String others;
  private final String one;

  /**
   * Of such a table.
   *
   * @param owner the column that names whose list the rows are
   */
  public SoftDelete(String table, String owner) {
    others =
        """
        UPDATE %s SET deleted_at = :now
        WHERE repo_id = :repo AND %s = :owner AND deleted_at IS NULL
          AND id NOT IN (SELECT value FROM json_each(:keys))
        RETURNING id
        """
            .formatted(table, owner);
    one =
        """
        UPDATE %s SET deleted_at = :now
        WHERE repo_id = :repo AND id = :id AND deleted_at IS NULL
        """
            .formatted(table);
  }

  /** The owner's rows that are not among {@code ids}. */
  public RowChanges others(
      Handle handle, long repo, long owner, Collection<Long> ids, Instant now) {
    return RowChanges.deleted(
        handle
            .createQuery(others)
            .bind("repo", repo)
            .bind("owner", owner)
            .bind("keys", SqlValues.array(ids))
            .bind("now", SqlValues.text(now))
            .mapTo(Long.class)
            .list());
  }

  public RowChanges one(Handle handle, long repo, long id, Instant now) {
    int rows =
        handle
            .createUpdate(one)
            .bind("repo", repo)
            .bind("id", id)
            .bind("now", SqlValues.text(now))
            .execute();
    return rows == 0 ? RowChanges.NOTHING : RowChanges.deleted(List.of(id));
  }
}
