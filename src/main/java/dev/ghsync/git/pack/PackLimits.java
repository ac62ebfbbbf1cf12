package dev.ghsync.git.pack;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.model.git.ObjectType;

/**
 * The memory and work that a pack may cost. All sizes are in bytes.
 *
 * @param blobBytes larger blobs are checked without being in memory, and delivered without content
 * @param treeBytes larger trees are checked without being in memory
 * @param largestTree larger trees are reported and not delivered
 * @param cacheBytes inflated data kept for the next step
 * @param retainedBytes delta bases that one thread keeps in memory for later deltas
 * @param expandedBytes what the deltas of even the smallest pack may expand to
 */
public record PackLimits(
    long blobBytes,
    long treeBytes,
    long largestTree,
    long cacheBytes,
    long retainedBytes,
    long expandedBytes) {
  /** Commits and tags must fit into memory. Git itself is unusable long before this size. */
  private static final long STRUCTURE_BYTES = 32L << 20;

  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 16;
  private static final long UNFOLDED_PER_PACK_BYTE = 10_000;

  /**
   * The largest tree that is stored, in bytes. Readers of stored trees hold a tree and the base of
   * its delta in memory.
   */
  public static final long LARGEST_TREE =
      Math.min(LARGEST_ARRAY, Runtime.getRuntime().maxMemory() / 5);

  /** Returns limits whose caches take an eighth of a small heap. */
  public static PackLimits withBlobsUpTo(long bytes) {
    long heap = Runtime.getRuntime().maxMemory();
    return new PackLimits(
        bytes,
        heap / 16,
        LARGEST_TREE,
        Math.min(32L << 20, heap / 16),
        Math.min(16L << 20, heap / 16),
        1L << 30);
  }

  /** Returns the largest object of this type that is held in memory, in bytes. */
  long inMemory(ObjectType type) {
    long bytes =
        switch (type) {
          case BLOB -> blobBytes;
          case TREE -> treeBytes;
          case COMMIT, TAG -> Math.max(blobBytes, STRUCTURE_BYTES);
        };
    return Math.min(bytes, LARGEST_ARRAY);
  }

  /** Returns whether an object of this type may be checked without being in memory. */
  static boolean mayBeLarge(ObjectType type) {
    return type == ObjectType.BLOB || type == ObjectType.TREE;
  }

  /** Returns the failure for an object that does not fit into memory. */
  static GitFormatException tooLarge(ObjectType type, long size) {
    return new GitFormatException(
        "the pack has a " + type.text() + " of " + size + " bytes, which is too large to read");
  }

  /**
   * Returns what all deltas of a pack together may expand to: {@code expandedBytes} and 10,000
   * bytes for each byte of the pack. A long history of one large file needs some thousands; a
   * compression bomb has no bound.
   */
  long expanded(long packBytes) {
    return expandedBytes + UNFOLDED_PER_PACK_BYTE * packBytes;
  }
}
