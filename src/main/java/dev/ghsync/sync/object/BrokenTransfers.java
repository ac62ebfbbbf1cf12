package dev.ghsync.sync.object;

import static java.util.stream.Collectors.joining;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.git.MissingObjects.Missing;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decides how many objects to request while transfers break off. After a transfer that brought
 * something, the rest is requested. After one that brought nothing, half as many objects are
 * requested, down to one object, which is skipped when it breaks off again.
 */
final class BrokenTransfers {
  /** A run gives up after so many transfers that broke off. */
  static final int MOST = 400;

  /** How often a single object is requested. */
  private static final int MOST_ATTEMPTS = 2;

  /** A run gives up after so many objects that cannot be transferred. */
  private static final int MOST_SKIPPED = 100;

  /** How many objects a message names. */
  private static final int MOST_NAMED = 10;

  private final Set<ObjectId> skipped = new LinkedHashSet<>();
  private long batchSize = Long.MAX_VALUE;
  private int transfers;
  private int attemptsOfOne;
  private Optional<Failure> last = Optional.empty();

  /** Returns the largest number of objects to request at once. */
  long batchSize() {
    return batchSize;
  }

  /** Returns the objects that are not requested again in this run. */
  Set<ObjectId> skipped() {
    return skipped;
  }

  /** Returns a failure that names the skipped objects; empty if there are none. */
  Optional<Failure> failure() {
    return skipped.isEmpty()
        ? Optional.empty()
        : last.map(
            failure ->
                Failure.of(
                    FailureCode.NETWORK,
                    "%s; these objects could not be transferred: %s"
                        .formatted(
                            failure.message(),
                            skipped.stream()
                                .limit(MOST_NAMED)
                                .map(ObjectId::hex)
                                .collect(joining(", ")))));
  }

  /**
   * Records a transfer.
   *
   * @param requested the requested objects
   * @return whether it broke off and another should follow; false for a complete one
   */
  boolean shouldContinue(
      Optional<Failure> brokenOff, boolean progress, ObjectSource.Wanted requested) {
    if (brokenOff.isEmpty()) {
      batchSize = batchSize > Long.MAX_VALUE / 2 ? batchSize : batchSize * 2;
      attemptsOfOne = 0;
      return false;
    }
    last = brokenOff;
    if (++transfers > MOST || brokenOff.get().code() != FailureCode.NETWORK) {
      return false;
    }
    if (progress) {
      attemptsOfOne = 0;
      return true;
    }
    if (requested.size() > 1) {
      batchSize = requested.size() / 2;
      return true;
    }
    if (++attemptsOfOne == MOST_ATTEMPTS) {
      attemptsOfOne = 0;
      requested.all().map(Missing::id).forEach(skipped::add);
    }
    return skipped.size() <= MOST_SKIPPED;
  }
}
