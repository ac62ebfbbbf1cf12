package dev.ghsync.git;

import dev.ghsync.model.Failure;
import dev.ghsync.model.git.ObjectId;
import java.util.Optional;

/**
 * The outcome of a fetch.
 *
 * @param objects how many the pack had, or the part of it that arrived
 * @param shallow whether the server has left out parents because of {@code deepen}
 * @param brokenOff why the pack ended early. The objects that had arrived whole were delivered; the
 *     others can be requested again
 * @param notOurRef a wanted object that the server does not have or may not give. Nothing was
 *     delivered; the others can be requested again without it
 */
public record FetchStats(
    long objects, boolean shallow, Optional<Failure> brokenOff, Optional<ObjectId> notOurRef) {
  static final FetchStats NOTHING = new FetchStats(0, false, Optional.empty(), Optional.empty());

  static FetchStats brokenOff(Failure failure) {
    return new FetchStats(0, false, Optional.of(failure), Optional.empty());
  }

  static FetchStats notOurRef(ObjectId id) {
    return new FetchStats(0, false, Optional.empty(), Optional.of(id));
  }
}
