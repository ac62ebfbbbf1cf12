package dev.ghsync.git.pack;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contents that were used last, within a budget. Git writes the deltas of an object close
 * behind it, so nearly all of them find their base here.
 */
final class DeltaBaseCache {
  /** What an entry costs beside its bytes. */
  private static final int OVERHEAD = 120;

  private final Map<Integer, byte[]> contents = new LinkedHashMap<>(16, 0.75f, true);
  private final long budget;
  private long used;

  DeltaBaseCache(long budgetBytes) {
    budget = budgetBytes;
  }

  /** The content of a pack's entry; null where it is not here any more. */
  byte @Nullable [] get(int entry) {
    return contents.get(entry);
  }

  /** Keeps a content that does not change any more. */
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
