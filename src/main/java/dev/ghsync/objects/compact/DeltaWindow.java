package dev.ghsync.objects.compact;

import dev.ghsync.git.pack.DeltaEncoder;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.RawObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last objects that were packed, as bases of the next one. As in git's pack-objects there are
 * ten, the best base becomes the newest again, and a chain has at most 50 deltas.
 *
 * <p>Their contents take an eighth of the heap at most. A larger object is no base.
 */
final class DeltaWindow {
  static final int MOST_DELTAS = 50;
  private static final int OBJECTS = 10;

  /** The size of git's smallest object that becomes a delta, in bytes. */
  private static final int SMALLEST = 50;

  /** A delta that is larger than half of the object less an id is not worth its base. */
  private static final int ID_BYTES = 20;

  private static final int SMALLEST_SHARE = 32;

  private final long mostBytes = Runtime.getRuntime().maxMemory() / 8;
  private final DeltaEncoder encoder = new DeltaEncoder();
  private final Deque<Base> bases = new ArrayDeque<>();
  private long bytes;

  /** An object with its number of deltas, and its index when it is first needed. */
  private static final class Base {
    final ObjectId id;
    final RawObject object;
    final int deltas;
    private DeltaEncoder.@Nullable Index index;

    Base(ObjectId id, RawObject object, int deltas) {
      this.id = id;
      this.object = object;
      this.deltas = deltas;
    }

    DeltaEncoder.Index index() {
      DeltaEncoder.Index made = index == null ? DeltaEncoder.Index.of(object.content()) : index;
      index = made;
      return made;
    }
  }

  /**
   * The smallest delta that was found.
   *
   * @param deltas the length of the chain with it
   * @param data not compressed
   */
  @SuppressWarnings("ArrayRecordComponent") // never changed, never compared
  record Found(ObjectId base, int deltas, byte[] data) {}

  /** Finds a delta that is smaller than half of the object. */
  Optional<Found> find(RawObject object) {
    byte[] content = object.content();
    if (content.length < SMALLEST || content.length > mostBytes) {
      return Optional.empty();
    }
    Found best = null;
    Base bestBase = null;
    for (Base base : bases) {
      Optional<byte[]> delta = delta(base, object, best);
      if (delta.isPresent()) {
        best = new Found(base.id, base.deltas + 1, delta.get());
        bestBase = base;
      }
    }
    if (bestBase != null) {
      bases.remove(bestBase);
      bases.addFirst(bestBase);
    }
    return Optional.ofNullable(best);
  }

  private Optional<byte[]> delta(Base base, RawObject object, @Nullable Found best) {
    int size = object.content().length;
    int baseSize = base.object.content().length;
    int most = most(size, base.deltas, best);
    if (base.object.type() != object.type()
        || base.deltas >= MOST_DELTAS
        || size - baseSize >= most
        || size < baseSize / SMALLEST_SHARE) {
      return Optional.empty();
    }
    return encoder.encode(base.index(), object.content(), most);
  }

  /** The deeper the base, the smaller must the delta be. */
  private static int most(int size, int deltas, @Nullable Found best) {
    int most = best == null ? size / 2 - ID_BYTES : best.data.length - 1;
    int from = best == null ? 1 : best.deltas;
    return (int) ((long) most * (MOST_DELTAS - deltas) / (MOST_DELTAS - from + 1));
  }

  /** Adds an object as the newest base. */
  void add(ObjectId id, RawObject object, int deltas) {
    if (object.content().length > mostBytes) {
      return;
    }
    bases.addFirst(new Base(id, object, deltas));
    bytes += object.content().length;
    while (bases.size() > OBJECTS || bytes > mostBytes) {
      bytes -= bases.removeLast().object.content().length;
    }
  }
}
