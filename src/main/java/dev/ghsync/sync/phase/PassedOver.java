package dev.ghsync.sync.phase;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.PhaseName;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The items of a stream that GitHub could not deliver, one by one: the others do not wait for them.
 * Where many of them fail one after the other it is not the items that are at fault.
 */
final class PassedOver {
  private static final Set<FailureCode> OF_ONE_ITEM =
      EnumSet.of(
          FailureCode.SERVER_ERROR,
          FailureCode.BAD_RESPONSE,
          FailureCode.FORBIDDEN,
          FailureCode.NETWORK);

  private static final int MOST_IN_A_ROW = 10;

  /** A broken network is no matter of an item, and each try takes long. */
  private static final int NETWORK_WEIGHT = 5;

  private static final int MOST_NAMED = 10;

  private final PhaseName stream;
  private final String noun;
  private final SortedMap<Long, Failure> items = new TreeMap<>();
  private int inARow;
  private boolean anyRead;

  /**
   * None yet.
   *
   * @param noun what one of them is, for people
   */
  PassedOver(PhaseName stream, String noun) {
    this.stream = stream;
    this.noun = noun;
  }

  PhaseName stream() {
    return stream;
  }

  /**
   * Passes over an item. False where the failure is not the item's and the phase has to end; so it
   * is with a missing permission before anything was read.
   */
  synchronized boolean add(long item, Failure failure) {
    boolean mayReadNone = failure.code() == FailureCode.FORBIDDEN && !anyRead;
    if (!OF_ONE_ITEM.contains(failure.code()) || mayReadNone) {
      return false;
    }
    items.put(item, failure);
    inARow += failure.code() == FailureCode.NETWORK ? NETWORK_WEIGHT : 1;
    return inARow < MOST_IN_A_ROW;
  }

  /** An item was read. */
  synchronized void read(long item) {
    items.remove(item);
    inARow = 0;
    anyRead = true;
  }

  synchronized Set<Long> numbers() {
    return Set.copyOf(items.keySet());
  }

  /** What to report; empty where nothing was passed over. */
  synchronized Optional<Failure> failure() {
    if (items.isEmpty()) {
      return Optional.empty();
    }
    String named =
        items.keySet().stream()
            .limit(MOST_NAMED)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    int more = items.size() - MOST_NAMED;
    Failure first = items.values().iterator().next();
    return Optional.of(
        Failure.of(
            first.code(),
            "%s %s%s could not be read: %s; the next run asks for it again"
                .formatted(
                    noun, named, more > 0 ? " and " + more + " more" : "", first.message())));
  }
}
