package dev.ghsync.sync.object;

import static java.util.stream.Collectors.joining;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.git.ObjectId;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides how much to ask for while transfers break off. A transfer that brought something is
 * continued with what is missing then. One that brought nothing is followed by one for half as many
 * objects, down to one object, which is passed over when it breaks off again.
 */
final class BrokenTransfers {
  /** A run gives up behind so many transfers that broke off. */
  static final int MOST = 400;

  /** A single object is asked for so often. */
  private static final int MOST_TRIES = 2;

  /** A run gives up behind so many objects that cannot be transferred. */
  private static final int MOST_PASSED_OVER = 100;

  /** A message names so many objects. */
  private static final int MOST_NAMED = 10;

  private final Set<ObjectId> passedOver = new LinkedHashSet<>();
  private long most = Long.MAX_VALUE;
  private int transfers;
  private int triesOfOne;
  private Optional<Failure> last = Optional.empty();

  /** Returns the largest number of objects to ask for at once. */
  long most() {
    return most;
  }

  /** Returns the objects that are not asked for again in this run. */
  Set<ObjectId> passedOver() {
    return passedOver;
  }

  /** Returns the failure that names the objects passed over. Empty where there are none. */
  Optional<Failure> failure() {
    return passedOver.isEmpty()
        ? Optional.empty()
        : last.map(
            failure ->
                Failure.of(
                    FailureCode.NETWORK,
                    "%s; these objects could not be transferred: %s"
                        .formatted(
                            failure.message(),
                            passedOver.stream()
                                .limit(MOST_NAMED)
                                .map(ObjectId::hex)
                                .collect(joining(", ")))));
  }

  /**
   * Notes a transfer that may have broken off.
   *
   * @param asked what it was for
   * @return whether it broke off and the phase should ask again; false for a whole one
   */
  boolean mayGoOn(Optional<Failure> brokenOff, boolean progress, ObjectSource.Wanted asked) {
    if (brokenOff.isEmpty()) {
      most = most > Long.MAX_VALUE / 2 ? most : most * 2;
      triesOfOne = 0;
      return false;
    }
    last = brokenOff;
    if (++transfers > MOST || brokenOff.get().code() != FailureCode.NETWORK) {
      return false;
    }
    if (progress) {
      triesOfOne = 0;
      return true;
    }
    if (asked.size() > 1) {
      most = asked.size() / 2;
      return true;
    }
    if (++triesOfOne == MOST_TRIES) {
      triesOfOne = 0;
      ids(asked).forEach(passedOver::add);
    }
    return passedOver.size() <= MOST_PASSED_OVER;
  }

  private static Stream<ObjectId> ids(ObjectSource.Wanted asked) {
    return Stream.of(asked.named(), asked.parents(), asked.content())
        .flatMap(list -> list.stream())
        .map(missing -> missing.id());
  }
}
