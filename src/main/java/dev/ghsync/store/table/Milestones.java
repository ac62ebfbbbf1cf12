package dev.ghsync.store.table;

import dev.ghsync.model.item.Milestone;

/** The table {@code milestones}. */
public final class Milestones {
  public static final Table<Milestone> TABLE =
      Table.<Milestone>named("milestones", "milestone")
          .key("id", Milestone::id)
          .shownAs("r.title")
          .onDelete((db, repo, ids, now) -> db.update(Milestones.REMOVE_FROM_ISSUES, repo, ids))
          .columns(
              row ->
                  row.column("number", Milestone::number)
                      .column("title", Milestone::title)
                      .column("state", Milestone::state)
                      .column("description", Milestone::description)
                      .column("due_on", Milestone::dueOn)
                      .account("creator", Milestone::creator)
                      .column("created_at", Milestone::createdAt)
                      .column("updated_at", Milestone::updatedAt)
                      .column("closed_at", Milestone::closedAt))
          .build();

  /** GitHub removes a deleted milestone from its issues without another {@code updated_at}. */
  private static final String REMOVE_FROM_ISSUES =
      """
      UPDATE issues SET milestone_number = NULL
      WHERE repo_id = :repo AND milestone_number IN (
        SELECT m.number FROM milestones m
        WHERE m.repo_id = :repo AND m.id IN (SELECT value FROM json_each(:ids)))
      """;

  private Milestones() {}
}
