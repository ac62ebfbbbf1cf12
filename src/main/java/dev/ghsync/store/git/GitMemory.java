package dev.ghsync.store.git;

import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.time.Instant;
import java.util.Optional;

/** The tables {@code git_pauses} and {@code refs_by_git}: the state of git servers. */
public class GitMemory {
  private final ReadConnection db;

  public GitMemory(ReadConnection db) {
    this.db = db;
  }

  /**
   * Finds the end of the pause that a host last requested.
   *
   * @param token the fingerprint of the token of that request
   */
  public Optional<Instant> findPause(String host, String token) {
    return db.find(
        "SELECT until FROM git_pauses WHERE host = :host AND token = :token",
        row -> row.time("until"),
        host,
        token);
  }

  /** Finds since when a list of refs is read by git, since REST could not deliver it. */
  public Optional<Instant> findListByGit(long repo, String list) {
    return db.find(
        "SELECT since FROM refs_by_git WHERE repo_id = :repo AND list = :list",
        row -> row.time("since"),
        repo,
        list);
  }

  /** Adds the statements that write. */
  public static final class Writer extends GitMemory {
    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    public void savePause(String host, String token, Instant until) {
      db.update(
          "INSERT OR REPLACE INTO git_pauses (host, token, until) VALUES (?, ?, ?)",
          host,
          token,
          until);
    }

    public void saveListByGit(long repo, String list, Instant since) {
      db.update(
          "INSERT OR REPLACE INTO refs_by_git (repo_id, list, since) VALUES (?, ?, ?)",
          repo,
          list,
          since);
    }

    public void removeListByGit(long repo, String list) {
      db.update("DELETE FROM refs_by_git WHERE repo_id = :repo AND list = :list", repo, list);
    }
  }
}
