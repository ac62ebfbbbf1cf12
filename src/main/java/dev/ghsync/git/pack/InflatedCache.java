package dev.ghsync.git.pack;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The inflated data of a pack's first entries, as many as fit into a budget: a small pack is
 * inflated once only. Filled by one thread in the pack's order, then read by several.
 */
final class InflatedCache {
  /** What an array costs beside its bytes, with the reference to it. */
  private static final int OVERHEAD = 32;

  private final long largest;
  private byte[] @Nullable [] entries = new byte[1024][];
  private int count;
  private long budget;

  InflatedCache(long budgetBytes) {
    budget = budgetBytes;
    largest = budgetBytes / 16;
  }

  /** Whether data of this size may be worth offering. */
  boolean wants(long size) {
    return size <= largest && budget > 0;
  }

  /** Keeps the entry's data, which must not change any more, where the budget allows. */
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

  /** Null where it was not kept. */
  byte @Nullable [] get(int entry) {
    return entry < count ? entries[entry] : null;
  }
}
