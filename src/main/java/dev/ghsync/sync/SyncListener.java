package dev.ghsync.sync;

import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Trigger;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Receives the events of a run, in the order of its methods. They are called from several threads;
 * an implementation must be thread-safe, quick, and throw nothing.
 */
public interface SyncListener {
  /** The policy has decided: called once, before the first request. */
  default void started(RepoName repo, OptionalLong runId, Trigger trigger, Decision decision) {}

  default void exchanged(ApiCall exchange) {}

  default void phaseStarted(StreamName phase) {}

  /**
   * A phase has made progress.
   *
   * @param current items done in this phase so far
   * @param total all items of the phase; empty where it is unknown
   */
  default void progressed(StreamName phase, long current, OptionalLong total) {}

  default void phaseFinished(PhaseReport phase) {}

  /** The run sleeps until a limit resets. */
  default void waiting(Instant until, Failure limit) {}

  /** The user should know something that does not end the run. */
  default void warned(String message) {}

  /** The run has ended; the last call, also for runs that were skipped or blocked. */
  default void finished(SyncReport report) {}
}
