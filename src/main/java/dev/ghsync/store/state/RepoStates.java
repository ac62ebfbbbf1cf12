package dev.ghsync.store.state;

import dev.ghsync.model.RateLimit;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The table {@code repo_states}, behind the view {@code sync_states}. */
public class RepoStates {
  private final ReadConnection db;

  public RepoStates(ReadConnection db) {
    this.db = db;
  }

  /**
   * The state of a repository's syncs.
   *
   * @param blockedUntil for the token of the last run, as is {@code rateLimit}
   * @param clockAhead by how much GitHub's clock, on which limits are based, was ahead of ours
   * @param runningPid the process that syncs now; valid only while it holds the lock
   */
  public record State(
      Optional<String> errorCode,
      Optional<String> errorMessage,
      Optional<Instant> lastSuccessAt,
      Optional<Instant> lastAttemptAt,
      Optional<Instant> blockedUntil,
      Optional<RateLimit> rateLimit,
      Duration clockAhead,
      OptionalLong runningPid,
      Optional<Instant> runningSince,
      long progressCurrent,
      long progressTotal) {

    /** The same state with the limits of another token. */
    public State with(TokenLimits.Limits limits) {
      return new State(
          errorCode,
          errorMessage,
          lastSuccessAt,
          lastAttemptAt,
          limits.blockedUntil(),
          limits.rateLimit(),
          clockAhead,
          runningPid,
          runningSince,
          progressCurrent,
          progressTotal);
    }
  }

  public State find(long repo) {
    return db.one("SELECT * FROM repo_states WHERE repo_id = :repo", RepoStates::state, repo);
  }

  private static State state(Row row) throws SQLException {
    return new State(
        row.optionalText("error_code"),
        row.optionalText("error_message"),
        row.optionalTime("last_success_at"),
        row.optionalTime("last_attempt_at"),
        row.optionalTime("blocked_until"),
        rateLimit(row),
        Duration.ofSeconds(row.number("clock_ahead")),
        row.optionalNumber("running_pid"),
        row.optionalTime("running_since"),
        row.number("progress_current"),
        row.number("progress_total"));
  }

  static Optional<RateLimit> rateLimit(Row row) throws SQLException {
    Optional<Instant> reset = row.optionalTime("rate_reset_at");
    return reset.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RateLimit(row.number("rate_limit"), row.number("rate_remaining"), reset.get()));
  }

  /** Returns whether a run has updated its heartbeat within the last minute, as the view says. */
  public boolean isSyncing(long repo) {
    return db.isTrue("SELECT status = 'SYNCING' FROM sync_states WHERE repo_id = :repo", repo);
  }

  /** Adds the statements that write. */
  public static final class Writer extends RepoStates {
    private static final String BEGIN =
        """
        UPDATE repo_states SET running_pid = :pid, running_since = :now, last_attempt_at = :now,
          heartbeat_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
          progress_current = 0, progress_total = :total
        WHERE repo_id = :repo
        """;

    private static final String BEAT =
        """
        UPDATE repo_states SET heartbeat_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE repo_id = :repo AND running_pid = :pid
        """;

    private static final String END =
        """
        UPDATE repo_states SET running_pid = NULL, running_since = NULL, heartbeat_at = NULL,
          progress_current = NULL, progress_total = NULL, error_code = :code,
          error_message = :message, last_attempt_at = :now,
          last_success_at = CASE WHEN :success THEN :now ELSE last_success_at END,
          blocked_until = :blocked
        WHERE repo_id = :repo
        """;

    private static final String RATE_LIMIT =
        """
        UPDATE repo_states SET rate_limit = :limit, rate_remaining = :remaining,
          rate_reset_at = :reset
        WHERE repo_id = :repo
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    public void insert(long repo) {
      db.update("INSERT OR IGNORE INTO repo_states (repo_id) VALUES (:repo)", repo);
    }

    /** Stores that a run begins; {@code total} is the number of its phases. */
    public void begin(long repo, long pid, long total, Instant now) {
      db.update(BEGIN, pid, now, total, repo);
    }

    /** Stores how many phases of the run have ended. */
    public void progress(long repo, long current) {
      db.update(
          "UPDATE repo_states SET progress_current = :current WHERE repo_id = :repo",
          current,
          repo);
    }

    /** Updates the heartbeat of the run of this process. */
    public void beat(long repo, long pid) {
      db.update(BEAT, repo, pid);
    }

    /**
     * Stores that a run has ended.
     *
     * @param error the current error, of this run or of an earlier one
     * @param success whether all streams were read without an error
     * @param blockedUntil when GitHub allows the next run, where it said so
     */
    public void end(
        long repo,
        Optional<StreamErrors.StreamError> error,
        boolean success,
        Optional<Instant> blockedUntil,
        Instant now) {
      db.update(
          END,
          error.map(StreamErrors.StreamError::code),
          error.map(StreamErrors.StreamError::message),
          now,
          success,
          blockedUntil,
          repo);
    }

    /**
     * Stores by how much GitHub's clock is ahead of ours, toward zero: GitHub has whole seconds.
     */
    public void clockAhead(long repo, Duration ahead) {
      db.update(
          "UPDATE repo_states SET clock_ahead = :ahead WHERE repo_id = :repo",
          ahead.toMillis() / 1000,
          repo);
    }

    public void rateLimit(long repo, RateLimit limit) {
      db.update(RATE_LIMIT, limit.limit(), limit.remaining(), limit.resetAt(), repo);
    }
  }
}
