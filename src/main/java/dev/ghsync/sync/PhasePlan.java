package dev.ghsync.sync;

import java.util.List;
import java.util.Set;

/** The phases of a run, and their order. */
public interface PhasePlan {
  /**
   * A phase and its place among the others.
   *
   * @param after it starts when these have ended, however they ended; the first part of a {@link
   *     TwoPartPhase} starts at once
   */
  record Step(SyncPhase phase, Set<StreamName> after) {
    public Step {
      after = Set.copyOf(after);
    }
  }

  /** The streams of the program, also those that the plan does not read. */
  StreamList streams();

  /** The phases behind {@code metadata}, built for this repository. */
  List<Step> steps(SyncContext context);

  /**
   * Steps that follow when all of {@link #steps} have ended. A phase that comes a second time adds
   * to its report.
   *
   * @param ended how the phases have ended
   */
  default List<Step> afterwards(SyncContext context, List<PhaseReport> ended) {
    return List.of();
  }

  /**
   * Whether these phases read every stream. Only then is their success the repository's: after it
   * all of it is as fresh as the run, and the next run may wait.
   */
  default boolean readsAll(SyncContext context) {
    return true;
  }
}
