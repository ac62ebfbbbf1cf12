package dev.ghsync.github.json;

import dev.ghsync.model.git.ObjectId;
import java.util.List;
import java.util.OptionalLong;

/**
 * A tree as {@code GET /git/trees/{sha}} lists it.
 *
 * @param truncated GitHub has left entries out: the tree has more than 100,000 of them, or more
 *     than 7 MB
 */
public record TreeListing(ObjectId id, List<Item> items, boolean truncated) {
  public TreeListing {
    items = List.copyOf(items);
  }

  /**
   * An entry.
   *
   * @param path from the listed tree down: {@code src/Main.java} where it was asked recursively
   * @param mode as in {@link dev.ghsync.model.git.Tree.Entry}
   * @param size in bytes, told for blobs only
   */
  public record Item(String path, int mode, ObjectId id, OptionalLong size) {}
}
