package dev.ghsync.git.pack;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The deltas of each entry of a pack: a forest whose roots are the whole objects. It takes 12 bytes
 * an entry, and nothing for a pack without deltas.
 *
 * <p>A delta that names its base by id is linked by {@link #linkWaiting} once an object with that
 * id was expanded. The base may come later in the pack and may be a delta itself.
 */
final class DeltaForest {
  private static final int NONE = PackIndex.NONE;

  private final PackIndex index;
  private final int[] firstDelta;

  /**
   * The next delta of the same base; for deltas that wait for their base, the next in the bucket.
   */
  private final int[] nextDelta;

  private final int[] weights;

  /** Deltas that wait for their base, by the first bytes of its id. */
  private final int[] waiting;

  private DeltaForest(PackIndex index, int waitingCount) {
    this.index = index;
    int entries = index.hasDeltas() ? index.count() : 0;
    firstDelta = new int[entries];
    nextDelta = new int[entries];
    weights = new int[entries];
    waiting = new int[waitingCount == 0 ? 0 : Integer.highestOneBit(waitingCount) * 2];
    Arrays.fill(firstDelta, NONE);
    Arrays.fill(nextDelta, NONE);
    Arrays.fill(waiting, NONE);
  }

  /**
   * Returns the forest of some entries of a pack whose index is complete.
   *
   * @param selected also selects the bases of selected entries
   */
  static DeltaForest of(PackIndex index, IntPredicate selected) {
    DeltaForest forest = new DeltaForest(index, 0);
    forest.linkWhere(selected);
    return forest;
  }

  /** Returns the forest of the entries that are not yet known and of those that they depend on. */
  static DeltaForest ofUnknown(PackIndex index) {
    int waiting = 0;
    for (int entry = 0; entry < index.count(); entry++) {
      waiting += index.base(entry) == PackIndex.PENDING ? 1 : 0;
    }
    DeltaForest forest = new DeltaForest(index, waiting);
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
    return firstDelta.length == 0 ? NONE : firstDelta[entry];
  }

  /** Returns the next delta of the same base, {@link PackIndex#NONE} after the last. */
  int nextDelta(int entry) {
    return nextDelta[entry];
  }

  /** Returns the number of selected entries in this subtree, without those linked later. */
  int weight(int entry) {
    return weights[entry];
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
      int next = nextDelta[entry];
      if (index.sameId(entry, base)) {
        if (before == NONE) {
          waiting[bucket] = next;
        } else {
          nextDelta[before] = next;
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
    for (int entry = firstDelta.length - 1; entry >= 0; entry--) {
      weights[entry] += selected.test(entry) ? 1 : 0;
      int base = index.base(entry);
      if (base == PackIndex.PENDING && waiting.length == 0) {
        continue; // its base is in the part of the pack that did not arrive
      }
      if (base == PackIndex.PENDING) {
        int bucket = bucket(entry);
        nextDelta[entry] = waiting[bucket];
        waiting[bucket] = entry;
      } else if (base != NONE && weights[entry] > 0) {
        link(entry, base);
        weights[base] += weights[entry];
      }
    }
  }

  private void link(int entry, int base) {
    nextDelta[entry] = firstDelta[base];
    firstDelta[base] = entry;
  }

  private int bucket(int entry) {
    return index.firstIdBytes(entry) & waiting.length - 1;
  }
}
