package dev.ghsync.objects.compact;

/** Receives the progress of a compaction. */
@FunctionalInterface
public interface Steps {
  /**
   * Receives how much of a step is done, between two transactions.
   *
   * @param all 0 if it is not known
   */
  void progressed(String step, long done, long all);
}
