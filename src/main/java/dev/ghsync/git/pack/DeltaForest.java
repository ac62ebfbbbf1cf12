package dev.ghsync.git.pack;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Which entries of a pack are deltas of which: a forest whose roots are the whole objects. 12 bytes
 * an entry; nothing in a pack without deltas.
 *
 * <p>A delta that names its base by id hangs nowhere until an object with that id was unfolded and
 * {@link #adopt}s it; the base may well come later in the pack, and be a delta itself.
 */
final class DeltaForest {
  private static final int NONE = PackIndex.NONE;

  private final PackIndex index;
  private final int[] firstDelta;

  /** The next one of the same base; of those that wait, the next in the same bucket. */
  private final int[] nextDelta;

  private final int[] weights;

  /** Those that wait, by the first bytes of their base's id. */
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

  /** With all entries of a pack whose index is complete. */
  static DeltaForest ofAll(PackIndex index) {
    DeltaForest forest = new DeltaForest(index, 0);
    forest.linkWhere(entry -> true);
    return forest;
  }

  /** With those entries only that are not known yet, and what they are made of. */
  static DeltaForest ofUnknown(PackIndex index) {
    int waiting = 0;
    for (int entry = 0; entry < index.count(); entry++) {
      waiting += index.base(entry) == PackIndex.PENDING ? 1 : 0;
    }
    DeltaForest forest = new DeltaForest(index, waiting);
    if (waiting == 0) {
      forest.linkWhere(entry -> !index.isKnown(entry));
    } else {
      forest.linkWhere(entry -> true); // any of them may be what another waits for
      forest.adoptByKnown();
    }
    return forest;
  }

  boolean hasDeltas(int entry) {
    return firstDelta(entry) != NONE;
  }

  /** The first of the entry's deltas, {@link PackIndex#NONE} where it has none. */
  int firstDelta(int entry) {
    return firstDelta.length == 0 ? NONE : firstDelta[entry];
  }

  /** The next delta of the same base, {@link PackIndex#NONE} behind the last. */
  int nextDelta(int entry) {
    return nextDelta[entry];
  }

  /** How many of the meant entries this one leads to, itself included, without adopted ones. */
  int weight(int entry) {
    return weights[entry];
  }

  /** Hangs all that wait for this entry's id on it. Once its id is known, before its deltas. */
  void adopt(int base) {
    if (waiting.length > 0) {
      adoptWaiting(base);
    }
  }

  private synchronized void adoptWaiting(int base) {
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
        hang(entry, base);
      } else {
        before = entry;
      }
      entry = next;
    }
  }

  private void adoptByKnown() {
    for (int entry = 0; entry < index.count(); entry++) {
      if (index.isKnown(entry)) {
        adoptWaiting(entry);
      }
    }
  }

  /** Links the entries that are meant and those between them and their roots. */
  private void linkWhere(IntPredicate meant) {
    // A base given by its offset comes before its deltas, so backwards all weights are complete.
    for (int entry = firstDelta.length - 1; entry >= 0; entry--) {
      weights[entry] += meant.test(entry) ? 1 : 0;
      int base = index.base(entry);
      if (base == PackIndex.PENDING && waiting.length == 0) {
        continue; // its base is in the part of the pack that did not arrive
      }
      if (base == PackIndex.PENDING) {
        int bucket = bucket(entry);
        nextDelta[entry] = waiting[bucket];
        waiting[bucket] = entry;
      } else if (base != NONE && weights[entry] > 0) {
        hang(entry, base);
        weights[base] += weights[entry];
      }
    }
  }

  private void hang(int entry, int base) {
    nextDelta[entry] = firstDelta[base];
    firstDelta[base] = entry;
  }

  private int bucket(int entry) {
    return index.firstIdBytes(entry) & waiting.length - 1;
  }
}
