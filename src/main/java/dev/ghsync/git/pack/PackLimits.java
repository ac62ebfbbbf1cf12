package dev.ghsync.git.pack;

import dev.ghsync.model.git.ObjectType;

/**
 * How much memory and work a pack may cost, whoever sends it.
 *
 * @param blobBytes blobs above it are checked without ever being in memory, and handed over without
 *     their content
 * @param cacheBytes of inflated data kept for the next step
 * @param waitingBytes of delta bases that one thread keeps in memory while it is busy with others
 * @param unfoldedBytes that the deltas of even the smallest pack may unfold to
 */
public record PackLimits(long blobBytes, long cacheBytes, long waitingBytes, long unfoldedBytes) {
  /** Commits, trees and tags have to be in memory; git is unusable long before this size. */
  private static final long STRUCTURE_BYTES = 32L << 20;

  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 16;
  private static final long UNFOLDED_PER_PACK_BYTE = 10_000;

  /** The caches take about a fifth of a small heap. */
  public static PackLimits withBlobsUpTo(long bytes) {
    long heap = Runtime.getRuntime().maxMemory();
    return new PackLimits(
        bytes, Math.min(32L << 20, heap / 7), Math.min(16L << 20, heap / 14), 1L << 30);
  }

  /** The largest object of this type that is held in memory, in bytes. */
  long inMemory(ObjectType type) {
    long bytes = type == ObjectType.BLOB ? blobBytes : Math.max(blobBytes, STRUCTURE_BYTES);
    return Math.min(bytes, LARGEST_ARRAY);
  }

  /**
   * What all deltas of a pack together may unfold to: a gigabyte, and 10,000 bytes for each byte of
   * the pack. A long history of one large file comes to some thousands; a bomb has no bound.
   */
  long unfolded(long packBytes) {
    return unfoldedBytes + UNFOLDED_PER_PACK_BYTE * packBytes;
  }
}
