package dev.ghsync.store.table;

import dev.ghsync.model.item.Label;

/** The table {@code labels}. */
public final class Labels {
  public static final Table<Label> TABLE =
      Table.<Label>named("labels", "label")
          .key("id", Label::id)
          .shownAs("r.name")
          .onDelete((db, repo, ids, now) -> db.update(Labels.REMOVE_FROM_ISSUES, repo, ids))
          .columns(
              row ->
                  row.column("name", Label::name)
                      .column("color", Label::color)
                      .column("description", Label::description)
                      .column("is_default", Label::isDefault))
          .build();

  private static final String REMOVE_FROM_ISSUES =
      """
      DELETE FROM issue_labels
      WHERE repo_id = :repo AND label_id IN (SELECT value FROM json_each(:ids))
      """;

  private Labels() {}
}
