package dev.ghsync.store.state;

import dev.ghsync.model.Failure;
import dev.ghsync.model.Trigger;
import dev.ghsync.store.sql.WriteConnection;
import java.time.Instant;
import java.util.Optional;

/** The table {@code sync_runs}: the last thousand runs of each repository. */
public final class SyncRuns {
  private static final int KEPT = 1_000;

  private static final String INSERT =
      """
      INSERT INTO sync_runs (repo_id, trigger, started_at) VALUES (?, ?, ?) RETURNING id
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

  private final WriteConnection db;

  public SyncRuns(WriteConnection db) {
    this.db = db;
  }

  /** Adds a run that begins and returns its id. */
  public long insert(long repo, Trigger trigger, Instant now) {
    db.update(PRUNE, repo, KEPT);
    return db.number(INSERT, repo, trigger.text(), now);
  }

  /** Moves a run to the repository row that it turned out to be of. */
  public void move(long id, long repo) {
    db.update("UPDATE sync_runs SET repo_id = :repo WHERE id = :id", repo, id);
  }

  /**
   * Stores the end of a run.
   *
   * @param report its JSON report
   */
  public void finish(
      long id, String outcome, Optional<Failure> failure, String report, Instant now) {
    db.update(FINISH, outcome, failure.map(f -> f.code().text()), now, report, id);
  }
}
