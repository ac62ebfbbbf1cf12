package dev.ghsync.github.json;

import dev.ghsync.model.git.ObjectId;
import java.util.List;
import java.util.OptionalLong;

/**
 * The answer to {@code GET /git/trees/{sha}}.
 *
 * @param truncated whether GitHub has left out entries, because the tree has more than 100,000 of
 *     them or more than 7 MB
 */
public record TreeListing(ObjectId id, List<Item> items, boolean truncated) {
  public TreeListing {
    items = List.copyOf(items);
  }

  /**
   * An entry.
   *
   * @param path relative to the listed tree: {@code src/Main.java} in a recursive listing
   * @param mode as in {@link dev.ghsync.model.git.Tree.Entry}
   * @param size in bytes; blobs only
   */
  public record Item(String path, int mode, ObjectId id, OptionalLong size) {}
}
