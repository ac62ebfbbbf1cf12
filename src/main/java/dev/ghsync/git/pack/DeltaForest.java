package dev.ghsync.git.pack;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The deltas of each entry of a pack: a forest whose roots are the whole objects. It takes a record
 * of 12 bytes an entry, and nothing for a pack without deltas.
 *
 * <p>A delta that names its base by id is linked by {@link #linkWaiting} once an object with that
 * id was expanded. The base may come later in the pack and may be a delta itself.
 */
final class DeltaForest {
  private static final int NONE = PackIndex.NONE;

  /** A record has the entry's first delta, its next delta, and its weight. */
  static final int RECORD_BYTES = 12;

  private static final int NEXT = 4;
  private static final int WEIGHT = 8;
  private static final int MOST_BUCKETS = 1 << 18;

  private final PackIndex index;
  private final RecordBlocks links;
  private final int entries;

  /** Deltas that wait for their base, by the first bytes of its id. */
  private final int[] waiting;

  private DeltaForest(PackIndex index, RecordBlocks links, int waitingCount) {
    this.index = index;
    this.links = links;
    entries = index.hasDeltas() ? index.count() : 0;
    links.makeRoomForAll(entries);
    for (int entry = 0; entry < entries; entry++) {
      setFirstDelta(entry, NONE);
      setNextDelta(entry, NONE);
      setWeight(entry, 0);
    }
    int buckets = Math.min(MOST_BUCKETS, Integer.highestOneBit(waitingCount) * 2);
    waiting = new int[buckets];
    Arrays.fill(waiting, NONE);
  }

  /**
   * Returns the forest of some entries of a pack whose index is complete.
   *
   * @param links the memory of the forest, which no other forest uses at the same time
   * @param selected also selects the bases of selected entries
   */
  static DeltaForest of(PackIndex index, RecordBlocks links, IntPredicate selected) {
    DeltaForest forest = new DeltaForest(index, links, 0);
    forest.linkWhere(selected);
    return forest;
  }

  /** Returns the forest of the entries that are not yet known and of those that they depend on. */
  static DeltaForest ofUnknown(PackIndex index, RecordBlocks links) {
    int waiting = 0;
    for (int entry = 0; entry < index.count(); entry++) {
      waiting += index.base(entry) == PackIndex.PENDING ? 1 : 0;
    }
    DeltaForest forest = new DeltaForest(index, links, waiting);
    if (waiting == 0) {
      forest.linkWhere(entry -> !index.isKnown(entry));
    } else {
      forest.linkWhere(entry -> true); // any entry may be the base of one that waits
      forest.linkWaitingForKnown();
    }
    return forest;
  }

  boolean hasDeltas(int entry) {
    return firstDelta(entry) != NONE;
  }

  /** Returns the first of the entry's deltas, {@link PackIndex#NONE} if there is none. */
  int firstDelta(int entry) {
    return entries == 0 ? NONE : links.block(entry).getInt(links.at(entry));
  }

  /** Returns the next delta of the same base, {@link PackIndex#NONE} after the last. */
  int nextDelta(int entry) {
    return links.block(entry).getInt(links.at(entry) + NEXT);
  }

  /** Returns the number of selected entries in this subtree, without those linked later. */
  int weight(int entry) {
    return links.block(entry).getInt(links.at(entry) + WEIGHT);
  }

  private void setFirstDelta(int entry, int delta) {
    links.block(entry).putInt(links.at(entry), delta);
  }

  private void setNextDelta(int entry, int delta) {
    links.block(entry).putInt(links.at(entry) + NEXT, delta);
  }

  private void setWeight(int entry, int weight) {
    links.block(entry).putInt(links.at(entry) + WEIGHT, weight);
  }

  /** Links all deltas that wait for this entry's id. Called when the id is known. */
  void linkWaiting(int base) {
    if (waiting.length > 0) {
      linkFromBucket(base);
    }
  }

  private synchronized void linkFromBucket(int base) {
    int bucket = bucket(base);
    int before = NONE;
    int entry = waiting[bucket];
    while (entry != NONE) {
      int next = nextDelta(entry);
      if (index.sameId(entry, base)) {
        if (before == NONE) {
          waiting[bucket] = next;
        } else {
          setNextDelta(before, next);
        }
        index.setBase(entry, base);
        link(entry, base);
      } else {
        before = entry;
      }
      entry = next;
    }
  }

  private void linkWaitingForKnown() {
    for (int entry = 0; entry < index.count(); entry++) {
      if (index.isKnown(entry)) {
        linkFromBucket(entry);
      }
    }
  }

  /** Links the selected entries and those between them and their roots. */
  private void linkWhere(IntPredicate selected) {
    // A base given by its offset precedes its deltas, so in reverse order all weights are complete.
    for (int entry = entries - 1; entry >= 0; entry--) {
      int weight = weight(entry) + (selected.test(entry) ? 1 : 0);
      setWeight(entry, weight);
      int base = index.base(entry);
      if (base == PackIndex.PENDING && waiting.length == 0) {
        continue; // its base is in the part of the pack that did not arrive
      }
      if (base == PackIndex.PENDING) {
        int bucket = bucket(entry);
        setNextDelta(entry, waiting[bucket]);
        waiting[bucket] = entry;
      } else if (base != NONE && weight > 0) {
        link(entry, base);
        setWeight(base, weight(base) + weight);
      }
    }
  }

  private void link(int entry, int base) {
    setNextDelta(entry, firstDelta(base));
    setFirstDelta(base, entry);
  }

  private int bucket(int entry) {
    return index.firstIdBytes(entry) & waiting.length - 1;
  }
}
