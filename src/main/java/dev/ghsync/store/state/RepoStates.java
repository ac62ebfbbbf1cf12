package dev.ghsync.store.state;

import dev.ghsync.model.RateLimit;
import dev.ghsync.store.sql.SqlValues;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code repo_states}, behind the view {@code sync_states}. */
public final class RepoStates {
  private static final String INSERT = "INSERT OR IGNORE INTO repo_states (repo_id) VALUES (:repo)";
  private static final String FIND = "SELECT * FROM repo_states WHERE repo_id = :repo";

  private static final String BEGIN =
      """
      UPDATE repo_states SET running_pid = :pid, running_since = :now, last_attempt_at = :now,
        heartbeat_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
        progress_current = 0, progress_total = :total
      WHERE repo_id = :repo
      """;

  private static final String PROGRESS =
      "UPDATE repo_states SET progress_current = :current WHERE repo_id = :repo";

  private static final String BEAT =
      """
      UPDATE repo_states SET heartbeat_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
      WHERE repo_id = :repo AND running_pid = :pid
      """;

  private static final String END =
      """
      UPDATE repo_states SET running_pid = NULL, running_since = NULL, heartbeat_at = NULL,
        progress_current = NULL, progress_total = NULL, error_code = :code, error_message = :message,
        last_attempt_at = :now, last_success_at = CASE WHEN :success THEN :now
          ELSE last_success_at END, blocked_until = :blocked
      WHERE repo_id = :repo
      """;

  private static final String RATE =
      """
      UPDATE repo_states SET rate_limit = :limit, rate_remaining = :remaining, rate_reset_at = :reset
      WHERE repo_id = :repo
      """;

  private final Handle handle;

  public RepoStates(Handle handle) {
    this.handle = handle;
  }

  /**
   * What is remembered of a repository's syncs.
   *
   * @param blockedUntil by the token of the last run, as is {@code rateLimit}
   * @param clockAhead by how much GitHub's clock, which limits go by, was before ours
   * @param runningPid the process that syncs now; believed only while it holds the lock
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

    /** The same for a run with a token of which this is remembered. */
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

  public void insert(long repo) {
    handle.createUpdate(INSERT).bind("repo", repo).execute();
  }

  public State find(long repo) {
    return handle.createQuery(FIND).bind("repo", repo).map((row, context) -> state(row)).one();
  }

  private static State state(java.sql.ResultSet row) throws java.sql.SQLException {
    @Nullable Instant reset = SqlValues.instant(row.getString("rate_reset_at"));
    long pid = row.getLong("running_pid");
    return new State(
        Optional.ofNullable(row.getString("error_code")),
        Optional.ofNullable(row.getString("error_message")),
        Optional.ofNullable(SqlValues.instant(row.getString("last_success_at"))),
        Optional.ofNullable(SqlValues.instant(row.getString("last_attempt_at"))),
        Optional.ofNullable(SqlValues.instant(row.getString("blocked_until"))),
        reset == null
            ? Optional.empty()
            : Optional.of(
                new RateLimit(row.getLong("rate_limit"), row.getLong("rate_remaining"), reset)),
        Duration.ofSeconds(row.getLong("clock_ahead")),
        pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid),
        Optional.ofNullable(SqlValues.instant(row.getString("running_since"))),
        row.getLong("progress_current"),
        row.getLong("progress_total"));
  }

  /** A run begins; {@code total} is the number of its phases. */
  public void begin(long repo, long pid, long total, Instant now) {
    handle
        .createUpdate(BEGIN)
        .bind("repo", repo)
        .bind("pid", pid)
        .bind("total", total)
        .bind("now", SqlValues.text(now))
        .execute();
  }

  /** So many phases of the run are through. */
  public void progress(long repo, long current) {
    handle.createUpdate(PROGRESS).bind("repo", repo).bind("current", current).execute();
  }

  /** What the view tells: a run has given a sign of life within the last minute. */
  public boolean isSyncing(long repo) {
    return handle
        .createQuery("SELECT status = 'SYNCING' FROM sync_states WHERE repo_id = :repo")
        .bind("repo", repo)
        .mapTo(Boolean.class)
        .one();
  }

  /** A sign of life of the run of this process. */
  public void beat(long repo, long pid) {
    handle.createUpdate(BEAT).bind("repo", repo).bind("pid", pid).execute();
  }

  /**
   * A run has ended.
   *
   * @param error what is wrong now, of this run or of an earlier one
   * @param success all streams were read, and nothing went wrong
   * @param blockedUntil no run before, where GitHub said so
   */
  public void end(
      long repo,
      Optional<StreamErrors.StreamError> error,
      boolean success,
      Optional<Instant> blockedUntil,
      Instant now) {
    handle
        .createUpdate(END)
        .bind("repo", repo)
        .bind("code", error.map(StreamErrors.StreamError::code).orElse(null))
        .bind("message", error.map(StreamErrors.StreamError::message).orElse(null))
        .bind("success", success)
        .bind("blocked", SqlValues.text(blockedUntil.orElse(null)))
        .bind("now", SqlValues.text(now))
        .execute();
  }

  /** By how much GitHub's clock is before ours. */
  public void clockAhead(long repo, Duration ahead) {
    handle
        .createUpdate("UPDATE repo_states SET clock_ahead = :ahead WHERE repo_id = :repo")
        .bind("repo", repo)
        .bind("ahead", ahead.toMillis() / 1000) // toward zero: GitHub tells whole seconds
        .execute();
  }

  public void rateLimit(long repo, RateLimit limit) {
    handle
        .createUpdate(RATE)
        .bind("repo", repo)
        .bind("limit", limit.limit())
        .bind("remaining", limit.remaining())
        .bind("reset", SqlValues.text(limit.resetAt()))
        .execute();
  }
}
