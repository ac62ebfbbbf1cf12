package dev.ghsync.sync;

/** A phase whose first part needs no row of another stream, and therefore waits for none. */
public interface TwoPartPhase extends SyncPhase {
  /**
   * Does the first part, at once. {@link #run} does the second part and returns the outcome of
   * both; it is called when the streams that the phase comes after have ended too.
   */
  void runFirst();
}
