package dev.ghsync.git;

import dev.ghsync.model.ObjectId;
import java.util.Set;

/**
 * What a fetch brought.
 *
 * @param objects in the pack
 * @param bytes of the pack
 * @param shallowBoundary the commits whose parents the server left out because of {@code deepen}
 */
public record FetchStats(long objects, long bytes, Set<ObjectId> shallowBoundary) {
  static final FetchStats NOTHING = new FetchStats(0, 0, Set.of());

  public FetchStats {
    shallowBoundary = Set.copyOf(shallowBoundary);
  }
}
