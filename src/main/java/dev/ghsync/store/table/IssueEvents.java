package dev.ghsync.store.table;

import dev.ghsync.model.item.IssueEvent;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.SqlValues;
import dev.ghsync.store.sql.Upsert;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code issue_events}. */
public final class IssueEvents {
  private static final Upsert UPSERT =
      new Upsert(
          """
          SELECT id FROM issue_events
          WHERE repo_id = :repo AND id IN (SELECT value FROM json_each(:keys))
          """,
          """
          INSERT INTO issue_events (repo_id, id, issue_number, event, actor_login, actor_id, commit_sha,
            created_at, raw)
          VALUES (:repo, :id, :issue_number, :event, :actor_login, :actor_id, :commit_sha, :created_at, :raw)
          ON CONFLICT (repo_id, id) DO NOTHING
          """,
          "");

  private final Handle handle;

  public IssueEvents(Handle handle) {
    this.handle = handle;
  }

  /** Stores events; what has happened does not change. */
  public RowChanges insert(long repo, List<IssueEvent> events) {
    new Users(handle).upsert(repo, events.stream().map(IssueEvent::actor).toList());
    return UPSERT.write(
        handle,
        repo,
        events,
        IssueEvent::id,
        (row, e) ->
            row.bind("id", e.id())
                .bind("issue_number", e.issueNumber())
                .bind("event", e.event())
                .bind("actor_login", Users.login(e.actor()))
                .bind("actor_id", Users.id(e.actor()))
                .bind("commit_sha", e.commitSha())
                .bind("created_at", SqlValues.text(e.createdAt()))
                .bind("raw", e.raw()));
  }
}
