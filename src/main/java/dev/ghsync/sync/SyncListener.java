package dev.ghsync.sync;

import dev.ghsync.model.ApiCall;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Trigger;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Hears of a run while it goes on: progress, events and the request log are made of it. Calls come
 * from several threads; an implementation must bear that, be quick and throw nothing.
 */
public interface SyncListener {
  /** The run begins: called once, after the policy has spoken and before the first request. */
  default void started(RepoName repo, OptionalLong runId, Trigger trigger, Decision decision) {}

  default void exchanged(ApiCall exchange) {}

  default void phaseStarted(StreamName phase) {}

  /**
   * A phase has got on.
   *
   * @param current items done in this phase so far
   * @param total how many there will be; empty where nobody knows
   */
  default void progressed(StreamName phase, long current, OptionalLong total) {}

  default void phaseFinished(PhaseReport phase) {}

  /** The run sleeps until {@code until}, because of {@code reason} (for people). */
  default void waiting(Instant until, String reason) {}

  /** Something the user should know that does not end the run. */
  default void warned(String message) {}

  /** Last of all, also for runs that were skipped or blocked. */
  default void finished(SyncReport report) {}
}
