package dev.ghsync.sync;

/** Brings one stream up to date. Built with all it needs; running it takes no wiring. */
public interface SyncPhase {
  StreamName name();

  /**
   * Runs once. Expected failures are in the outcome; exceptions are those of the database or bugs.
   */
  PhaseOutcome run();
}
