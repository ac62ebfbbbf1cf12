package dev.ghsync.git.pack;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.RawObject;
import java.util.Optional;

/**
 * Finds the stored objects of which the deltas of a thin pack are made. Only the fetching thread
 * calls it.
 */
public interface BaseObjects {
  /** Returns an object of any type. Empty if it is not stored, or if its data is damaged. */
  Optional<Base> find(ObjectId id);

  /**
   * A stored object.
   *
   * @param mayHaveDeltas whether a delta of this object may be stored: it is packed, and the chain
   *     of deltas behind it is not too long. Otherwise objects that are deltas of it are delivered
   *     whole
   */
  record Base(RawObject object, boolean mayHaveDeltas) {}
}
