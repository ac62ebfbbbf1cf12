package dev.ghsync.store.table;

import dev.ghsync.model.item.IssueEvent;

/** The table {@code issue_events}; those of a deleted issue stay. */
public final class IssueEvents {
  public static final Table<IssueEvent> TABLE =
      Table.<IssueEvent>named("issue_events", "event")
          .key("id", IssueEvent::id)
          .immutable()
          .expected(
              """
              NOT EXISTS (SELECT 1 FROM main.issues i WHERE i.repo_id = r.repo_id
                AND i.number = r.issue_number AND i.deleted_at IS NOT NULL)
              """)
          .changedAt("r.created_at")
          .shownAs("r.event || ', issue ' || r.issue_number")
          .columns(
              row ->
                  row.column("issue_number", IssueEvent::issueNumber)
                      .column("event", IssueEvent::event)
                      .account("actor", IssueEvent::actor)
                      .column("commit_sha", IssueEvent::commitSha)
                      .column("created_at", IssueEvent::createdAt)
                      .raw(IssueEvent::raw))
          .build();

  private IssueEvents() {}
}
