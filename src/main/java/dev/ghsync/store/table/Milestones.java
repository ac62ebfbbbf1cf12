package dev.ghsync.store.table;

import dev.ghsync.model.item.Milestone;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.SqlValues;
import dev.ghsync.store.sql.Upsert;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The table {@code milestones}. */
public final class Milestones {
  private static final Upsert UPSERT =
      new Upsert(
          """
          SELECT id FROM milestones
          WHERE repo_id = :repo AND id IN (SELECT value FROM json_each(:keys))
          """,
          """
          INSERT INTO milestones (repo_id, id, number, title, state, description, due_on,
            creator_login, creator_id, created_at, updated_at, closed_at)
          VALUES (:repo, :id, :number, :title, :state, :description, :due_on, :creator_login,
            :creator_id, :created_at, :updated_at, :closed_at)
          ON CONFLICT (repo_id, id) DO UPDATE SET number = excluded.number, title = excluded.title,
            state = excluded.state, description = excluded.description, due_on = excluded.due_on,
            creator_login = excluded.creator_login,
            creator_id = coalesce(excluded.creator_id, creator_id),
            created_at = excluded.created_at,
            updated_at = excluded.updated_at, closed_at = excluded.closed_at
          WHERE (number, title, state, description, due_on, creator_login, created_at, updated_at,
            closed_at) IS NOT (excluded.number, excluded.title, excluded.state,
            excluded.description, excluded.due_on, excluded.creator_login, excluded.created_at,
            excluded.updated_at, excluded.closed_at)
          """,
          """
          UPDATE milestones SET creator_id = :creator_id
          WHERE repo_id = :repo AND id = :id AND creator_id IS NULL AND :creator_id IS NOT NULL
          """);

  private static final String DELETE_OTHERS =
      """
      DELETE FROM milestones
      WHERE repo_id = :repo AND id NOT IN (SELECT value FROM json_each(:keys))
      RETURNING id, number
      """;

  private static final String DELETE =
      "DELETE FROM milestones WHERE repo_id = :repo AND id = :id RETURNING id, number";

  /** GitHub takes a deleted milestone off its issues without touching their {@code updated_at}. */
  private static final String DETACH =
      """
      UPDATE issues SET milestone_number = NULL
      WHERE repo_id = :repo AND milestone_number IN (SELECT value FROM json_each(:keys))
      """;

  private final Handle handle;

  public Milestones(Handle handle) {
    this.handle = handle;
  }

  public RowChanges upsert(long repo, List<Milestone> milestones) {
    new Users(handle).upsert(repo, milestones.stream().map(Milestone::creator).toList());
    return UPSERT.write(
        handle,
        repo,
        milestones,
        Milestone::id,
        (row, m) ->
            row.bind("id", m.id())
                .bind("number", m.number())
                .bind("title", m.title())
                .bind("state", m.state())
                .bind("description", m.description())
                .bind("due_on", SqlValues.text(m.dueOn()))
                .bind("creator_login", Users.login(m.creator()))
                .bind("creator_id", Users.id(m.creator()))
                .bind("created_at", SqlValues.text(m.createdAt()))
                .bind("updated_at", SqlValues.text(m.updatedAt()))
                .bind("closed_at", SqlValues.text(m.closedAt())));
  }

  /** Removes the milestones that are not among {@code ids}, also from the issues that had them. */
  public RowChanges deleteOthers(long repo, Collection<Long> ids) {
    return detach(
        repo,
        handle.createQuery(DELETE_OTHERS).bind("repo", repo).bind("keys", SqlValues.array(ids)));
  }

  /** Removes one milestone, also from the issues that had it. */
  public RowChanges delete(long repo, long id) {
    return detach(repo, handle.createQuery(DELETE).bind("repo", repo).bind("id", id));
  }

  private RowChanges detach(long repo, Query deleting) {
    Map<Long, Long> numbers = new LinkedHashMap<>();
    deleting
        .map((row, context) -> Map.entry(row.getLong("id"), row.getLong("number")))
        .forEach(e -> numbers.put(e.getKey(), e.getValue()));
    if (!numbers.isEmpty()) {
      handle
          .createUpdate(DETACH)
          .bind("repo", repo)
          .bind("keys", SqlValues.array(numbers.values()))
          .execute();
    }
    return RowChanges.deleted(List.copyOf(numbers.keySet()));
  }
}
