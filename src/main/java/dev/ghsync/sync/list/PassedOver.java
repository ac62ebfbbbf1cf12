package dev.ghsync.sync.list;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The numbers of pull requests that a phase skips because GitHub could not deliver them. They are
 * noted in the database until they have been read. If many fail in a row, the items are not at
 * fault and the phase ends.
 */
public final class PassedOver {
  private static final Set<FailureCode> OF_ONE_ITEM =
      EnumSet.of(
          FailureCode.SERVER_ERROR,
          FailureCode.BAD_RESPONSE,
          FailureCode.FORBIDDEN,
          FailureCode.NETWORK);

  private static final int MOST_IN_A_ROW = 10;

  /** A network error counts for several: it rarely concerns one item, and each try takes long. */
  private static final int NETWORK_WEIGHT = 5;

  private final StreamName stream;
  private final UnreadableNotes notes;
  private final String prefix;
  private final Map<Long, Failure> items = new ConcurrentHashMap<>();
  private final Set<Long> noted = ConcurrentHashMap.newKeySet();
  private int inARow;
  private boolean anyRead;

  /**
   * Creates the list for one phase of a run.
   *
   * @param prefix the text before the number in the name of a noted item
   */
  public PassedOver(SyncContext context, StreamName stream, String prefix) {
    this.stream = stream;
    this.notes = new UnreadableNotes(context, stream);
    this.prefix = prefix + " ";
  }

  /**
   * Returns the due numbers that earlier runs have noted, and removes the other notes.
   *
   * @param due the numbers that are still to be read
   */
  public Set<Long> listNoted(Collection<Long> due) {
    Set<Long> found = new LinkedHashSet<>();
    for (String name : notes.names()) {
      if (name.startsWith(prefix)) {
        found.add(Long.valueOf(name.substring(prefix.length())));
      }
    }
    noted.addAll(found);
    found.stream().filter(number -> !due.contains(number)).forEach(this::forget);
    found.retainAll(due);
    return found;
  }

  /**
   * Notes an item to skip.
   *
   * @return false if the phase has to end because the failure does not concern the item alone, such
   *     as a missing permission before anything was read
   */
  public synchronized boolean add(long number, Failure failure) {
    boolean mayReadNone = failure.code() == FailureCode.FORBIDDEN && !anyRead;
    if (!OF_ONE_ITEM.contains(failure.code()) || mayReadNone) {
      return false;
    }
    items.put(number, failure);
    noted.add(number);
    notes.note(prefix + number, failure.message());
    inARow += failure.code() == FailureCode.NETWORK ? NETWORK_WEIGHT : 1;
    return inARow < MOST_IN_A_ROW;
  }

  /** Removes an item that was read. */
  public synchronized void read(long number) {
    items.remove(number);
    forget(number);
    inARow = 0;
    anyRead = true;
  }

  /** Removes an item that does not exist any more. */
  public void gone(long number) {
    items.remove(number);
    forget(number);
  }

  /** Allows the next item to fail as it did in an earlier run; a second network error ends. */
  public synchronized void expectFailure() {
    inARow = NETWORK_WEIGHT;
  }

  private void forget(long number) {
    if (noted.remove(number)) {
      notes.forget(prefix + number);
    }
  }

  /** Returns the numbers that this run has skipped. */
  public Set<Long> numbers() {
    return Set.copyOf(items.keySet());
  }

  /** Returns the failure to report for this run; empty if nothing was skipped. */
  public Optional<Failure> failure() {
    return items.entrySet().stream()
        .findFirst()
        .map(
            item ->
                Failure.of(
                    item.getValue().code(),
                    "%s: %s%s could not be read: %s; the next run tries again"
                        .formatted(
                            stream.text(), prefix, item.getKey(), item.getValue().message())));
  }
}
