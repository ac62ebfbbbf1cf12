package dev.ghsync.git;

import dev.ghsync.model.Failure;
import dev.ghsync.model.git.ObjectId;
import java.util.Optional;
import java.util.Set;

/**
 * What a fetch brought.
 *
 * @param objects in the pack, or in the part of it that arrived
 * @param bytes of the pack
 * @param shallowBoundary the commits whose parents the server left out because of {@code deepen}
 * @param brokenOff why the pack ended early. The objects that had arrived whole were handed over;
 *     the others are to be asked for again
 */
public record FetchStats(
    long objects, long bytes, Set<ObjectId> shallowBoundary, Optional<Failure> brokenOff) {
  static final FetchStats NOTHING = new FetchStats(0, 0, Set.of(), Optional.empty());

  public FetchStats {
    shallowBoundary = Set.copyOf(shallowBoundary);
  }
}
