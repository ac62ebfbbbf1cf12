package dev.ghsync.store.state;

import dev.ghsync.model.Failure;
import dev.ghsync.model.Trigger;
import dev.ghsync.store.sql.SqlValues;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code sync_runs}: the last thousand runs of each repository. */
public final class SyncRuns {
  private static final int KEPT = 1_000;

  private static final String INSERT =
      """
      INSERT INTO sync_runs (repo_id, trigger, started_at) VALUES (:repo, :trigger, :now) RETURNING id
      """;

  private static final String FINISH =
      """
      UPDATE sync_runs SET outcome = :outcome, failure_code = :code, finished_at = :now,
        report = :report
      WHERE id = :id
      """;

  private static final String PRUNE =
      """
      DELETE FROM sync_runs WHERE repo_id = :repo AND id <=
        (SELECT id FROM sync_runs WHERE repo_id = :repo ORDER BY id DESC LIMIT 1 OFFSET :kept)
      """;

  private final Handle handle;

  public SyncRuns(Handle handle) {
    this.handle = handle;
  }

  /** A run begins; gives its id. */
  public long insert(long repo, Trigger trigger, Instant now) {
    handle.createUpdate(PRUNE).bind("repo", repo).bind("kept", KEPT).execute();
    return handle
        .createQuery(INSERT)
        .bind("repo", repo)
        .bind("trigger", trigger.text())
        .bind("now", SqlValues.text(now))
        .mapTo(Long.class)
        .one();
  }

  /** The run turned out to be another repository row's. */
  public void move(long id, long repo) {
    handle
        .createUpdate("UPDATE sync_runs SET repo_id = :repo WHERE id = :id")
        .bind("repo", repo)
        .bind("id", id)
        .execute();
  }

  /** A run has ended; {@code report} is its JSON report. */
  public void finish(
      long id, String outcome, Optional<Failure> failure, String report, Instant now) {
    handle
        .createUpdate(FINISH)
        .bind("id", id)
        .bind("outcome", outcome)
        .bind("code", failure.map(f -> f.code().text()).orElse(null))
        .bind("report", report)
        .bind("now", SqlValues.text(now))
        .execute();
  }
}
