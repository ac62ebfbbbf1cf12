package dev.ghsync.objects.compact;

import java.util.Optional;

/**
 * The result of a compaction.
 *
 * @param dryRun whether nothing was changed; then the counts are of what a run would do
 * @param bytesBefore the size of the file
 * @param bytesAfter its size after the run; empty for a dry run
 * @param packed trees and contents that were only unfolded
 * @param deltas whole objects that became deltas
 * @param folded unfolded trees and contents that were removed; their packed forms stay
 * @param pruned what no ref reaches; empty if that was not asked for
 * @param note what was left undone, and why
 */
public record CompactionReport(
    boolean dryRun,
    long bytesBefore,
    Optional<Long> bytesAfter,
    long packed,
    long deltas,
    Folded folded,
    Optional<Pruned> pruned,
    Optional<String> note) {
  /** Numbers of rows. */
  public record Folded(long trees, long contents) {}

  /**
   * Numbers of removed objects.
   *
   * @param bytes of their packed forms
   */
  public record Pruned(long commits, long trees, long blobs, long tags, long bytes) {}
}
