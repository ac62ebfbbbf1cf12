package dev.ghsync.objects.compact;

/** Reports progress, and ends the work between two transactions when it is interrupted. */
final class Progress {
  private final Steps steps;
  private volatile boolean interrupted;

  Progress(Steps steps) {
    this.steps = steps;
  }

  /** Ends a compaction. What was stored stays. */
  static final class StoppedException extends RuntimeException {
    StoppedException() {
      super("interrupted", null, false, false);
    }
  }

  /** Lets {@link #check} end the work; called from any thread. */
  void interrupt() {
    interrupted = true;
  }

  void report(String step, long done, long all) {
    steps.progressed(step, done, all);
  }

  /**
   * Returns unless the work was interrupted.
   *
   * @throws StoppedException if it was
   */
  void check() {
    if (interrupted) {
      throw new StoppedException();
    }
  }
}
