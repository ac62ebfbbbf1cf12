package dev.ghsync.git.pack;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The most recently used contents, within a budget. Git writes an object's deltas close after it,
 * so nearly all of them find their base here.
 */
final class DeltaBaseCache {
  /** The memory of an entry besides its bytes. */
  private static final int OVERHEAD = 120;

  private final Map<Integer, byte[]> contents = new LinkedHashMap<>(16, 0.75f, true);
  private final long budget;
  private long used;

  DeltaBaseCache(long budgetBytes) {
    budget = budgetBytes;
  }

  /** Returns the content of a pack's entry, or null if it is not cached. */
  byte @Nullable [] get(int entry) {
    return contents.get(entry);
  }

  /** Keeps a content that is not modified afterwards. */
  void put(int entry, byte[] content) {
    contents.put(entry, content);
    used += content.length + OVERHEAD;
    Iterator<byte[]> oldest = contents.values().iterator();
    while (used > budget) {
      used -= oldest.next().length + OVERHEAD;
      oldest.remove();
    }
  }
}
