package dev.ghsync.sync;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.item.RepoCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The stored state of a repository, as {@code ghsync status} shows it.
 *
 * @param host the server that has it
 * @param cooldown the time until a sync would start; zero where {@code canSyncNow}
 * @param blockedUntil the reset of a remembered limit, if any
 * @param activeJobProgress the progress of a sync that runs now, in any process
 * @param lastSyncedAt the end of the last success
 * @param lastSyncError the error of the last attempt; empty if it succeeded
 * @param counts empty until the first counts are stored
 */
public record RepoStatus(
    Host host,
    RepoName repo,
    State state,
    Freshness repoStatus,
    boolean canSyncNow,
    Duration cooldown,
    Optional<Instant> blockedUntil,
    Optional<Progress> activeJobProgress,
    Optional<Instant> lastSyncedAt,
    Optional<SyncError> lastSyncError,
    List<Stream> streams,
    Optional<RepoCounts> counts) {

  public RepoStatus {
    streams = List.copyOf(streams);
  }

  /** The status of a repository that the database does not have. */
  public static RepoStatus never(Host host, RepoName repo) {
    return new RepoStatus(
        host,
        repo,
        State.NEVER,
        Freshness.OUTDATED,
        true,
        Duration.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** Returns {@code owner/name}, after the host unless that is github.com. */
  public String label() {
    return host.equals(Host.GITHUB) ? repo.toString() : host + "/" + repo;
  }

  /** The spelling in lower case is an interface. */
  public enum State {
    IDLE,
    SYNCING,
    BLOCKED,
    ERROR,
    /** No sync has succeeded or failed yet. */
    NEVER;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The values of {@code sync_states.status}. */
  public enum Freshness {
    SYNCED,
    OUTDATED,
    SYNCING
  }

  /** Steps done and in all. */
  public record Progress(long current, long total) {}

  /**
   * The error of the last attempt.
   *
   * @param code as in {@code sync_states}; text, since a newer ghsync may have written it
   */
  public record SyncError(String code, String message) {}

  /**
   * One stream of the database.
   *
   * @param name of its phase: {@code issues}
   * @param since the cursor, for streams that have one
   * @param completedAt when its phase last succeeded
   * @param lastReconciledAt when it was last checked for deletions as a whole
   * @param rows deleted ones left out
   * @param due items that are still to be read
   */
  public record Stream(
      String name,
      Optional<Instant> since,
      Optional<Instant> completedAt,
      Optional<Instant> lastReconciledAt,
      long rows,
      long due) {}
}
