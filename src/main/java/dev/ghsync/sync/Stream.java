package dev.ghsync.sync;

import dev.ghsync.model.WebhookTarget;
import dev.ghsync.store.Reads;
import dev.ghsync.store.state.Checks;
import dev.ghsync.sync.PhasePlan.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One kind of data of a repository: how it is read, stored, estimated, compared and counted. The
 * plans, the commands and the reports treat all streams alike, so what differs between streams is a
 * method of this interface.
 */
public interface Stream {
  StreamName name();

  /**
   * One line for the help and {@code commands.md}, with a lower-case beginning and no full stop.
   */
  String description();

  /** Whether a run reads the stream where the user names no streams. */
  default boolean byDefault() {
    return true;
  }

  /**
   * The streams that are read before this one where the run has them. The first part of a {@link
   * TwoPartPhase} does not wait for them.
   */
  default Set<StreamName> after() {
    return Set.of();
  }

  /**
   * The phases that read the stream. Another stream's phase may be among them where both are read
   * by the same requests; that stream then has no steps of its own.
   */
  List<Step> steps(SyncContext context);

  /** The phases that read only what an event has touched; empty where it touches nothing here. */
  default List<Step> touched(SyncContext context, WebhookTarget target) {
    return List.of();
  }

  /** The phases that read again what a full check for deletions has found. */
  default List<Step> afterCheck(SyncContext context) {
    return List.of();
  }

  /**
   * The phases that compare all of the stream with GitHub, for a stream that the full check of
   * issues and pull requests does not cover. They run if the last such comparison is older than
   * {@code --reconcile}. The last of them stores its time with {@code
   * StreamStates.Writer#reconciled}; until then they run again each time.
   */
  default List<Step> ownCheck(SyncContext context) {
    return List.of();
  }

  /** Returns whether the check covers the stream and everything that it found was read again. */
  default boolean isSettled(Reads s, long repo, Checks.Ended check) {
    return false;
  }

  /** Estimates the requests of a run; empty where another stream's requests bring this one. */
  default Optional<Estimate> estimate(SyncContext context) {
    return Optional.empty();
  }

  /** Counts the stored items that are not deleted. */
  long count(Reads s, long repo);

  /**
   * Counts the items that a stream has still to read. There are many while a stream is filled that
   * was enabled on a database which has long been synced.
   */
  default long countDue(Reads s, long repo) {
    return 0;
  }

  /**
   * Compares the stored items with GitHub's. The result of another stream may be among the results
   * where both are read by the same requests; that stream is not compared separately then.
   */
  List<Verification.Stream> compare(VerifyContext context);

  /** Whether {@link #compare} sends requests. */
  default boolean comparesByRequests() {
    return true;
  }
}
