package dev.ghsync.store.git;

import dev.ghsync.store.sql.SqlValues;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What is remembered of git servers: the tables {@code git_pauses} and {@code refs_by_git}. */
public final class GitMemory {
  private static final String FIND_PAUSE =
      "SELECT until FROM git_pauses WHERE host = :host AND token = :token";

  private static final String SAVE_PAUSE =
      "INSERT OR REPLACE INTO git_pauses (host, token, until) VALUES (:host, :token, :until)";

  private static final String FIND_LIST =
      "SELECT since FROM refs_by_git WHERE repo_id = :repo AND list = :list";

  private static final String SAVE_LIST =
      "INSERT OR REPLACE INTO refs_by_git (repo_id, list, since) VALUES (:repo, :list, :since)";

  private static final String REMOVE_LIST =
      "DELETE FROM refs_by_git WHERE repo_id = :repo AND list = :list";

  private final Handle handle;

  public GitMemory(Handle handle) {
    this.handle = handle;
  }

  /**
   * Finds when the pause ends that a host last asked for.
   *
   * @param token the fingerprint of the token that it was asked with
   */
  public Optional<Instant> findPause(String host, String token) {
    return handle
        .createQuery(FIND_PAUSE)
        .bind("host", host)
        .bind("token", token)
        .map((row, context) -> Optional.ofNullable(SqlValues.instant(row.getString("until"))))
        .findOne()
        .flatMap(until -> until);
  }

  public void savePause(String host, String token, Instant until) {
    handle
        .createUpdate(SAVE_PAUSE)
        .bind("host", host)
        .bind("token", token)
        .bind("until", SqlValues.text(until))
        .execute();
  }

  /** Finds since when a list of refs comes by git, since REST could not deliver it. */
  public Optional<Instant> findListByGit(long repo, String list) {
    return handle
        .createQuery(FIND_LIST)
        .bind("repo", repo)
        .bind("list", list)
        .map((row, context) -> Optional.ofNullable(SqlValues.instant(row.getString("since"))))
        .findOne()
        .flatMap(since -> since);
  }

  public void saveListByGit(long repo, String list, Instant since) {
    handle
        .createUpdate(SAVE_LIST)
        .bind("repo", repo)
        .bind("list", list)
        .bind("since", SqlValues.text(since))
        .execute();
  }

  public void removeListByGit(long repo, String list) {
    handle.createUpdate(REMOVE_LIST).bind("repo", repo).bind("list", list).execute();
  }
}
