package dev.ghsync.objects.compact;

import java.util.Optional;

/**
 * The result of a compaction.
 *
 * @param dryRun whether nothing was changed; then the counts are of what a run would do
 * @param bytesBefore the size of the file
 * @param bytesAfter its size after the run; empty for a dry run
 * @param packed trees and contents that were only unfolded
 * @param folded unfolded trees and contents that were removed; their packed forms stay
 * @param pruned objects that were removed because no ref has reached them; empty if not asked for
 */
public record CompactionReport(
    boolean dryRun,
    long bytesBefore,
    Optional<Long> bytesAfter,
    long packed,
    Folded folded,
    Optional<Pruned> pruned) {
  /** Numbers of rows. */
  public record Folded(long trees, long contents) {}

  /** Numbers of objects. */
  public record Pruned(long commits, long tags, long trees, long blobs) {
    /** Returns the number of all objects. */
    public long all() {
      return commits + tags + trees + blobs;
    }
  }
}
