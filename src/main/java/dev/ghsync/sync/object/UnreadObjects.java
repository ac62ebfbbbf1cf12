package dev.ghsync.sync.object;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.Session;
import dev.ghsync.store.state.UnreadableItems;
import dev.ghsync.sync.SyncContext;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Objects that could not be read in this run. They are noted in the database, and the run continues
 * with the others. If many fail in a row, the cause is not the objects and the run ends.
 * Thread-safe.
 */
final class UnreadObjects {
  private static final Set<FailureCode> OF_ONE_OBJECT =
      EnumSet.of(FailureCode.SERVER_ERROR, FailureCode.BAD_RESPONSE);

  private static final int MOST_IN_A_ROW = 10;

  private final SyncContext context;
  private final Map<ObjectId, Failure> objects = new LinkedHashMap<>();
  private int inARow;

  UnreadObjects(SyncContext context) {
    this.context = context;
  }

  /**
   * Skips an object.
   *
   * @param kind {@code blob}, {@code tree}, {@code commit} or {@code tag}
   * @return false if the failure is not specific to the object, so that the phase must end
   */
  boolean add(ObjectId id, String kind, Failure failure) {
    return add(Set.of(id), kind, failure);
  }

  /** Skips objects that one request should have brought, as {@link #add} for one. */
  synchronized boolean add(Set<ObjectId> ids, String kind, Failure failure) {
    if (!OF_ONE_OBJECT.contains(failure.code()) || ++inARow > MOST_IN_A_ROW) {
      return false;
    }
    ids.forEach(id -> objects.put(id, failure));
    context.store().write(s -> ids.forEach(id -> note(s, kind + " " + id, failure)));
    return true;
  }

  private void note(Session s, String name, Failure failure) {
    UnreadableItems.Item item = new UnreadableItems.Item(name, failure.message());
    s.unreadable().note(context.repo(), stream(), item, context.now());
  }

  /** Skips a blob whose size could not be read, because it may be too large. */
  synchronized void skip(ObjectId blob, Failure failure) {
    objects.put(blob, failure);
  }

  /** Records that an object was read. */
  synchronized void succeeded() {
    inARow = 0;
  }

  /** Returns the objects that are not requested again in this run. */
  synchronized Set<ObjectId> ids() {
    return Set.copyOf(objects.keySet());
  }

  /** Removes notes of earlier runs about objects that this run, now complete, has read. */
  synchronized void removeNotesOfRead(Session s) {
    for (UnreadableItems.Item item : s.unreadable().list(context.repo(), stream())) {
      String id = item.name().substring(item.name().indexOf(' ') + 1);
      if (objects.keySet().stream().noneMatch(object -> object.hex().equals(id))) {
        s.unreadable().remove(context.repo(), stream(), item.name());
      }
    }
  }

  /** Returns the failure to report; empty if nothing was skipped. */
  synchronized Optional<Failure> failure() {
    return objects.entrySet().stream()
        .findFirst()
        .map(
            first ->
                Failure.of(
                    first.getValue().code(),
                    "objects: %d could not be read, the first is %s: %s; the next run tries again"
                        .formatted(objects.size(), first.getKey(), first.getValue().message())));
  }

  private static String stream() {
    return ObjectsPhase.NAME.text();
  }
}
