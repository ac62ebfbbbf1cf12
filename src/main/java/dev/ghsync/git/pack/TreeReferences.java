package dev.ghsync.git.pack;

import dev.ghsync.git.object.ObjectHasher;
import dev.ghsync.git.object.TreeCursor;
import dev.ghsync.git.object.TreeScanner;
import dev.ghsync.model.git.IdSet;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The ids that the trees of a pack name: of trees and of blobs. Commits of submodules are left out.
 * It takes about 30 bytes an id, up to a sixth of the heap. If there are more ids, none are kept.
 * Thread-safe.
 */
final class TreeReferences {
  private static final int ID_BYTES = 30;
  private static final int MOST = (int) (Runtime.getRuntime().maxMemory() / 6 / ID_BYTES);

  private final IdSet trees = new IdSet();
  private final IdSet blobs = new IdSet();

  /** How many ids were added; above {@code MOST} they are dropped, and no more are added. */
  private final AtomicInteger count = new AtomicInteger();

  /**
   * Checks a tree and adds what it names and its base does not. Most trees are deltas that differ
   * from their base in one entry, so this avoids nearly all look-ups.
   *
   * @param base the entries of another tree that is added too; may be empty
   * @throws dev.ghsync.git.object.GitFormatException if the content is not a tree
   */
  void add(byte[] tree, byte[] base) {
    TreeCursor entry = new TreeCursor(tree);
    TreeCursor old = new TreeCursor(base);
    boolean complete = areComplete();
    int added = 0;
    while (entry.next()) {
      if (complete && !isIn(old, entry) && add(tree, entry)) {
        added++;
      }
    }
    if (complete && count.addAndGet(added) > MOST) {
      trees.clear();
      blobs.clear();
    }
  }

  /** Returns a scanner that adds what one tree names. Its ids are not counted. */
  TreeScanner scanner() {
    return areComplete()
        ? new TreeScanner(trees, blobs)
        : new TreeScanner(new IdSet(), new IdSet());
  }

  /** Returns whether all ids are here; otherwise none is. */
  boolean areComplete() {
    return count.get() <= MOST;
  }

  IdSet trees() {
    return trees;
  }

  IdSet blobs() {
    return blobs;
  }

  /** Removes the ids of all known objects of a pack, except those that are left out. */
  void removeAll(PackIndex index, BitSet leftOut) {
    byte[] id = new byte[ObjectHasher.ID_BYTES];
    for (int entry = 0; entry < index.arrived(); entry++) {
      if (index.isKnown(entry) && !leftOut.get(entry)) {
        index.readId(entry, id);
        trees.remove(id, 0);
        blobs.remove(id, 0);
      }
    }
  }

  /**
   * Moves through the base to the entry's place. Returns whether the same entry was there. In an
   * unsorted tree an entry may be overlooked, which only costs time.
   */
  private static boolean isIn(TreeCursor old, TreeCursor entry) {
    boolean same = entry.isNextOf(old);
    int at = old.end();
    while (!same && old.next()) {
      int order = old.compareName(entry);
      if (order > 0) {
        old.moveTo(at);
      }
      if (order >= 0) {
        return false;
      }
      at = old.end();
      same = entry.isNextOf(old);
    }
    if (same) {
      old.moveTo(at + entry.length());
    }
    return same;
  }

  /** Returns whether the entry's id is new. */
  private boolean add(byte[] tree, TreeCursor entry) {
    return switch (entry.type()) {
      case TREE -> trees.add(tree, entry.idAt());
      case BLOB -> blobs.add(tree, entry.idAt());
      case COMMIT, TAG -> false;
    };
  }
}
