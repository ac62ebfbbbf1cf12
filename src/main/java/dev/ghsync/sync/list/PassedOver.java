package dev.ghsync.sync.list;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.store.state.UnreadableItems;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The items of a stream that GitHub could not deliver, one by one: the others do not wait for them.
 * They are noted in the database until they have been read. Where many of them fail one after the
 * other it is not the items that are at fault, and the phase has to end.
 */
public final class PassedOver {
  private static final Set<FailureCode> OF_ONE_ITEM =
      EnumSet.of(
          FailureCode.SERVER_ERROR,
          FailureCode.BAD_RESPONSE,
          FailureCode.FORBIDDEN,
          FailureCode.NETWORK);

  private static final int MOST_IN_A_ROW = 10;

  /** A broken network is no matter of an item, and each try takes long. */
  private static final int NETWORK_WEIGHT = 5;

  private final SyncContext context;
  private final StreamName stream;
  private final String prefix;
  private final Map<Long, Failure> items = new ConcurrentHashMap<>();
  private final Set<Long> noted = ConcurrentHashMap.newKeySet();
  private int inARow;
  private boolean anyRead;

  /**
   * None yet in this run.
   *
   * @param prefix stands before the number in the name of an item, for people
   */
  public PassedOver(SyncContext context, StreamName stream, String prefix) {
    this.context = context;
    this.stream = stream;
    this.prefix = prefix + " ";
  }

  /**
   * Returns those that earlier runs have noted, and forgets the others, which are gone or were read
   * otherwise.
   *
   * @param due those that are still to be read
   */
  public Set<Long> listNoted(Collection<Long> due) {
    Set<Long> found = new LinkedHashSet<>();
    for (UnreadableItems.Item item : list()) {
      if (item.name().startsWith(prefix)) {
        found.add(Long.valueOf(item.name().substring(prefix.length())));
      }
    }
    noted.addAll(found);
    found.stream().filter(number -> !due.contains(number)).forEach(this::forget);
    found.retainAll(due);
    return found;
  }

  private List<UnreadableItems.Item> list() {
    return context.store().read(s -> s.unreadable().list(context.repo(), stream.text()));
  }

  /**
   * Passes over an item. False where the failure is not the item's and the phase has to end; so it
   * is with a missing permission before anything was read.
   */
  public synchronized boolean add(long number, Failure failure) {
    boolean mayReadNone = failure.code() == FailureCode.FORBIDDEN && !anyRead;
    if (!OF_ONE_ITEM.contains(failure.code()) || mayReadNone) {
      return false;
    }
    items.put(number, failure);
    noted.add(number);
    UnreadableItems.Item item = new UnreadableItems.Item(prefix + number, failure.message());
    context
        .store()
        .write(s -> s.unreadable().note(context.repo(), stream.text(), item, context.now()));
    inARow += failure.code() == FailureCode.NETWORK ? NETWORK_WEIGHT : 1;
    return inARow < MOST_IN_A_ROW;
  }

  /** An item was read. */
  public synchronized void read(long number) {
    items.remove(number);
    forget(number);
    inARow = 0;
    anyRead = true;
  }

  /** GitHub does not know the item: nothing of it can be read any more. */
  public void gone(long number) {
    items.remove(number);
    forget(number);
  }

  /** That the next one fails as it did before tells nothing; a broken network does. */
  public synchronized void expectFailure() {
    inARow = NETWORK_WEIGHT;
  }

  private void forget(long number) {
    if (noted.remove(number)) {
      context
          .store()
          .write(s -> s.unreadable().remove(context.repo(), stream.text(), prefix + number));
    }
  }

  /** Those that this run has passed over. */
  public Set<Long> numbers() {
    return Set.copyOf(items.keySet());
  }

  /** What to report of this run alone; empty where nothing was passed over. */
  public Optional<Failure> failure() {
    return items.entrySet().stream()
        .findFirst()
        .map(
            item ->
                Failure.of(
                    item.getValue().code(),
                    "%s: %s%s could not be read: %s; the next run asks again"
                        .formatted(
                            stream.text(), prefix, item.getKey(), item.getValue().message())));
  }
}
