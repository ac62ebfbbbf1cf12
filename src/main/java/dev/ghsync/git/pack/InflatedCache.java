package dev.ghsync.git.pack;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The inflated data of a pack's first entries, as many as fit into a budget, so that a small pack
 * is inflated only once. One thread fills it in the pack's order; then several read it.
 */
final class InflatedCache {
  /** The memory of an array besides its bytes, with the reference to it. */
  private static final int OVERHEAD = 32;

  private final long largest;
  private byte[] @Nullable [] entries = new byte[1024][];
  private int count;
  private long budget;

  InflatedCache(long budgetBytes) {
    budget = budgetBytes;
    largest = budgetBytes / 16;
  }

  /** Returns whether data of this size may be kept. */
  boolean wants(long size) {
    return size <= largest && budget > 0;
  }

  /** Keeps the entry's data, which is not modified afterwards, if the budget allows it. */
  void offer(int entry, byte[] data) {
    if (!wants(data.length)) {
      return;
    }
    budget -= data.length + OVERHEAD;
    if (entry >= entries.length) {
      entries = Arrays.copyOf(entries, Math.max(entry + 1, 2 * entries.length));
    }
    entries[entry] = data;
    count = entry + 1;
  }

  /** Returns the entry's data, or null if it was not kept. */
  byte @Nullable [] get(int entry) {
    return entry < count ? entries[entry] : null;
  }
}
