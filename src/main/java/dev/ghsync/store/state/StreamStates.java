package dev.ghsync.store.state;

import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code streams}: the cursor of each stream, as of its last success. */
public class StreamStates {
  private final ReadConnection db;

  public StreamStates(ReadConnection db) {
    this.db = db;
  }

  /**
   * The state of a stream.
   *
   * @param since everything that changed before is stored; empty where there is no such cursor
   * @param depth nothing older was requested; empty: everything was
   */
  public record StreamState(
      String name,
      Optional<Instant> since,
      Optional<Instant> depth,
      Optional<Instant> completedAt,
      Optional<Instant> lastReconciledAt) {

    /** Returns whether items between this depth and a larger {@code wanted} one are missing. */
    public boolean fallsShortOf(Optional<Instant> wanted) {
      return depth.isPresent() && (wanted.isEmpty() || wanted.get().isBefore(depth.get()));
    }
  }

  public Optional<StreamState> find(long repo, String name) {
    return db.find(
        "SELECT * FROM streams WHERE repo_id = :repo AND name = :name",
        StreamStates::stream,
        repo,
        name);
  }

  public List<StreamState> list(long repo) {
    return db.list(
        "SELECT * FROM streams WHERE repo_id = :repo ORDER BY name", StreamStates::stream, repo);
  }

  private static StreamState stream(Row row) throws SQLException {
    return new StreamState(
        row.text("name"),
        row.optionalTime("since"),
        row.optionalTime("depth"),
        row.optionalTime("completed_at"),
        row.optionalTime("last_reconciled_at"));
  }

  /** Adds the statements that write. */
  public static final class Writer extends StreamStates {
    private static final String COMPLETE =
        """
        INSERT INTO streams (repo_id, name, since, depth, completed_at, last_reconciled_at)
        VALUES (:repo, :name, :since, :depth, :now, iif(:whole, :now, NULL))
        ON CONFLICT (repo_id, name) DO UPDATE SET since = coalesce(excluded.since, since),
          depth = excluded.depth, completed_at = excluded.completed_at
        """;

    private static final String RECONCILED =
        "UPDATE streams SET last_reconciled_at = :now WHERE repo_id = :repo AND name = :name";

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /**
     * Stores that a stream was read. The first time is a reconciliation too: everything was read.
     *
     * @param since the new cursor; empty keeps the old one
     */
    public void complete(
        long repo, String name, Optional<Instant> since, Optional<Instant> depth, Instant now) {
      complete(repo, name, since, depth, now, true);
    }

    /**
     * Stores that a stream was read.
     *
     * @param since the new cursor; empty keeps the old one
     * @param whole whether everything that exists was certainly read
     */
    public void complete(
        long repo,
        String name,
        Optional<Instant> since,
        Optional<Instant> depth,
        Instant now,
        boolean whole) {
      db.update(COMPLETE, repo, name, since, depth, now, whole);
    }

    /** Stores that the stream was compared with GitHub as a whole. */
    public void reconciled(long repo, String name, Instant now) {
      db.update(RECONCILED, now, repo, name);
    }

    /** Removes the state of a stream, which is then read from the beginning; its rows stay. */
    public void forget(long repo, String name) {
      db.update("DELETE FROM streams WHERE repo_id = :repo AND name = :name", repo, name);
    }
  }
}
