package dev.ghsync.store.state;

import dev.ghsync.store.sql.SqlValues;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code streams}: how far each stream is, as of its last success. */
public final class StreamStates {
  private static final String FIND = "SELECT * FROM streams WHERE repo_id = :repo AND name = :name";
  private static final String LIST = "SELECT * FROM streams WHERE repo_id = :repo ORDER BY name";

  private static final String COMPLETE =
      """
      INSERT INTO streams (repo_id, name, since, depth, completed_at, last_reconciled_at)
      VALUES (:repo, :name, :since, :depth, :now, iif(:whole, :now, NULL))
      ON CONFLICT (repo_id, name) DO UPDATE SET since = coalesce(excluded.since, since),
        depth = excluded.depth, completed_at = excluded.completed_at
      """;

  private static final String RECONCILED =
      """
      UPDATE streams SET last_reconciled_at = :now WHERE repo_id = :repo AND name = :name
      """;

  private static final String FORGET = "DELETE FROM streams WHERE repo_id = :repo AND name = :name";

  private final Handle handle;

  public StreamStates(Handle handle) {
    this.handle = handle;
  }

  /**
   * A stream's state.
   *
   * @param since everything that changed before is here; empty where the stream has no such cursor
   * @param depth nothing older was asked for; empty: everything was
   */
  public record StreamState(
      String name,
      Optional<Instant> since,
      Optional<Instant> depth,
      Optional<Instant> completedAt,
      Optional<Instant> lastReconciledAt) {

    /** What lies between this and a larger {@code wanted} depth is not here. */
    public boolean fallsShortOf(Optional<Instant> wanted) {
      return depth.isPresent() && (wanted.isEmpty() || wanted.get().isBefore(depth.get()));
    }
  }

  public Optional<StreamState> find(long repo, String name) {
    return handle
        .createQuery(FIND)
        .bind("repo", repo)
        .bind("name", name)
        .map((row, context) -> stream(row))
        .findOne();
  }

  public List<StreamState> list(long repo) {
    return handle.createQuery(LIST).bind("repo", repo).map((row, context) -> stream(row)).list();
  }

  /**
   * A phase has succeeded. The first completion is a reconciliation too: everything was read.
   *
   * @param since the new cursor; empty keeps the old one
   */
  public void complete(
      long repo, String name, Optional<Instant> since, Optional<Instant> depth, Instant now) {
    complete(repo, name, since, depth, now, true);
  }

  /**
   * The same.
   *
   * @param whole what was read is certainly all that there is
   */
  public void complete(
      long repo,
      String name,
      Optional<Instant> since,
      Optional<Instant> depth,
      Instant now,
      boolean whole) {
    handle
        .createUpdate(COMPLETE)
        .bind("repo", repo)
        .bind("name", name)
        .bind("since", SqlValues.text(since.orElse(null)))
        .bind("depth", SqlValues.text(depth.orElse(null)))
        .bind("now", SqlValues.text(now))
        .bind("whole", whole)
        .execute();
  }

  /** The stream was held against GitHub as a whole. */
  public void reconciled(long repo, String name, Instant now) {
    handle
        .createUpdate(RECONCILED)
        .bind("repo", repo)
        .bind("name", name)
        .bind("now", SqlValues.text(now))
        .execute();
  }

  /** The stream is read from the beginning again; its rows stay. */
  public void forget(long repo, String name) {
    handle.createUpdate(FORGET).bind("repo", repo).bind("name", name).execute();
  }

  private static StreamState stream(java.sql.ResultSet row) throws java.sql.SQLException {
    return new StreamState(
        row.getString("name"),
        Optional.ofNullable(SqlValues.instant(row.getString("since"))),
        Optional.ofNullable(SqlValues.instant(row.getString("depth"))),
        Optional.ofNullable(SqlValues.instant(row.getString("completed_at"))),
        Optional.ofNullable(SqlValues.instant(row.getString("last_reconciled_at"))));
  }
}
