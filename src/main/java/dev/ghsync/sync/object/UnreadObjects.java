package dev.ghsync.sync.object;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.Session;
import dev.ghsync.store.state.UnreadableItems;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Objects that could not be read in this run: the others do not wait for them, and they are noted
 * in the database. Where many fail one after the other the objects are not the cause. For several
 * threads.
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
   * Passes over an object.
   *
   * @param kind {@code blob} or {@code tree}
   * @return false where the failure is not the object's, and the phase has to end
   */
  synchronized boolean add(ObjectId id, String kind, Failure failure) {
    if (!OF_ONE_OBJECT.contains(failure.code()) || ++inARow > MOST_IN_A_ROW) {
      return false;
    }
    objects.put(id, failure);
    UnreadableItems.Item item = new UnreadableItems.Item(kind + " " + id, failure.message());
    context.store().write(s -> s.unreadable().note(context.repo(), stream(), item, context.now()));
    return true;
  }

  /** Leaves out a blob whose size could not be read: it may be too large. */
  synchronized void leaveOut(ObjectId blob, Failure failure) {
    objects.put(blob, failure);
  }

  /** An object was read. */
  synchronized void read() {
    inARow = 0;
  }

  /** Those that are not to be asked for again in this run. */
  synchronized Set<ObjectId> ids() {
    return Set.copyOf(objects.keySet());
  }

  /** Forgets what earlier runs have noted and this run, which came to its end, has read. */
  synchronized void forgetRead(Session s) {
    for (UnreadableItems.Item item : s.unreadable().list(context.repo(), stream())) {
      String id = item.name().substring(item.name().indexOf(' ') + 1);
      if (objects.keySet().stream().noneMatch(object -> object.hex().equals(id))) {
        s.unreadable().remove(context.repo(), stream(), item.name());
      }
    }
  }

  /** What to report; empty where nothing was passed over. */
  synchronized Optional<Failure> failure() {
    return objects.entrySet().stream()
        .findFirst()
        .map(
            first ->
                Failure.of(
                    first.getValue().code(),
                    "objects: %d could not be read, the first is %s: %s; the next run asks again"
                        .formatted(objects.size(), first.getKey(), first.getValue().message())));
  }

  private static String stream() {
    return StreamName.OBJECTS.text();
  }
}
