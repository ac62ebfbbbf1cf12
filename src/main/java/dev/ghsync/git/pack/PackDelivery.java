package dev.ghsync.git.pack;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PackedObject;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/**
 * The third step of reading a pack: hands over its objects. Only commits and tags are expanded. The
 * others are copied from the spool file, except for the few that cannot be stored as they came.
 */
final class PackDelivery {
  /** How much longer than its object the data of an entry may be to be stored. */
  private static final long SLACK_BYTES = 64 << 10;

  private final SpooledPack pack;
  private final PackIndex index;
  private final ObjectSink sink;
  private final long largestBlob;
  private final CompressedReader compressed;
  private final BitSet delivered;

  /** Trees that are too large to be stored. */
  private final BitSet leftOut = new BitSet();

  private PackDelivery(SpooledPack pack, ObjectSink sink) {
    this.pack = pack;
    this.sink = sink;
    index = pack.index();
    largestBlob = pack.limits().inMemory(ObjectType.BLOB);
    compressed = new CompressedReader(pack);
    delivered = new BitSet(index.count());
  }

  /** Hands over the objects of a resolved pack, as {@link ObjectSink} describes. */
  static void deliver(SpooledPack pack, ObjectSink sink) {
    PackDelivery delivery = new PackDelivery(pack, sink);
    delivery.leaveOut();
    delivery.deliverReferences();
    delivery.deliverParsed();
    delivery.deliverExpanded();
    delivery.deliverPacked();
  }

  private void leaveOut() {
    for (int entry = 0; entry < index.arrived(); entry++) {
      if (isOf(entry, ObjectType.TREE) && index.size(entry) > pack.limits().largestTree()) {
        leftOut.set(entry);
      }
    }
  }

  private void deliverReferences() {
    TreeReferences references = pack.references();
    if (references.areComplete()) {
      references.removeAll(index, leftOut);
      sink.references(references.trees(), references.blobs());
    } else {
      sink.tooManyReferences();
    }
    leftOut.stream().forEach(entry -> sink.tooLarge(index.id(entry), index.size(entry)));
  }

  private void deliverParsed() {
    expand(
        entry -> isOf(entry, ObjectType.COMMIT),
        (entry, content) -> sink.commit(GitObjects.parseCommit(index.id(entry), content.whole())));
    expand(
        entry -> isOf(entry, ObjectType.TAG),
        (entry, content) -> sink.tag(GitObjects.parseTag(index.id(entry), content.whole())));
  }

  /** Delivers the objects that cannot be stored as they came. */
  private void deliverExpanded() {
    BitSet unfit = new BitSet();
    BitSet needed = new BitSet();
    for (int entry = 0; entry < index.arrived(); entry++) {
      if (isDeliveredPacked(entry) && !isTooLarge(entry) && isUnfit(entry)) {
        unfit.set(entry);
        for (int e = entry; e != PackIndex.NONE && !needed.get(e); e = index.base(e)) {
          needed.set(e);
        }
      }
    }
    if (unfit.isEmpty()) {
      return;
    }
    try (PackedData data = new PackedData()) {
      expand(
          needed::get,
          (entry, content) -> {
            if (unfit.get(entry)) {
              deliver(entry, Optional.empty(), data.compress(content.whole()));
            }
          });
    }
  }

  /**
   * Delivers all other objects in the pack's order. A base given by its offset precedes its deltas;
   * one that is named by id may come later, with a chain of its own.
   */
  private void deliverPacked() {
    Deque<Integer> chain = new ArrayDeque<>();
    for (int entry = 0; entry < index.arrived(); entry++) {
      if (!isDeliveredPacked(entry)) {
        continue;
      }
      for (int e = entry; isOwn(e) && !delivered.get(e); e = index.base(e)) {
        chain.push(e);
      }
      while (!chain.isEmpty()) {
        deliverPacked(chain.pop());
      }
    }
  }

  private void deliverPacked(int entry) {
    if (isTooLarge(entry)) {
      delivered.set(entry);
      sink.packed(
          new PackedObject(
              index.id(entry), ObjectType.BLOB, index.size(entry), Optional.empty(), null));
    } else {
      int base = index.base(entry);
      Optional<ObjectId> baseId =
          base == PackIndex.NONE ? Optional.empty() : Optional.of(index.id(base));
      deliver(entry, baseId, compressed.read(entry));
    }
  }

  private void deliver(int entry, Optional<ObjectId> base, byte[] data) {
    delivered.set(entry);
    sink.packed(
        new PackedObject(index.id(entry), index.type(entry), index.size(entry), base, data));
  }

  private interface Receiver {
    void receive(int entry, Content content);
  }

  /** Expands the selected entries; see {@link DeltaForest#of}. */
  private void expand(IntPredicate selected, Receiver receiver) {
    DeltaForest forest = DeltaForest.of(index, pack.links(), selected);
    AtomicLong allowance = new AtomicLong(Long.MAX_VALUE); // resolve() has checked it
    try (DeltaExpander expander = new DeltaExpander(pack, forest, allowance)) {
      for (int entry = 0; entry < index.count(); entry++) {
        if (index.base(entry) == PackIndex.NONE && selected.test(entry)) {
          expander.expand(
              entry,
              (e, content, base) -> {
                if (isOwn(e)) {
                  receiver.receive(e, content);
                }
              });
        }
      }
    }
  }

  /** Returns whether this is an entry of the pack, neither appended to it nor {@code NONE}. */
  private boolean isOwn(int entry) {
    return entry >= 0 && entry < index.arrived();
  }

  private boolean isOf(int entry, ObjectType type) {
    return index.isKnown(entry) && index.type(entry) == type;
  }

  private boolean isDeliveredPacked(int entry) {
    return index.isKnown(entry) && index.type(entry) != ObjectType.COMMIT && !leftOut.get(entry);
  }

  private boolean isTooLarge(int entry) {
    return index.type(entry) == ObjectType.BLOB && index.size(entry) > largestBlob;
  }

  /** Returns whether the base is not stored packed, or the data is much longer than the object. */
  private boolean isUnfit(int entry) {
    int base = index.base(entry);
    long size = index.size(entry);
    return (base != PackIndex.NONE && !isStoredPacked(base))
        || index.end(entry) - index.start(entry) > size + size / 1024 + SLACK_BYTES;
  }

  private boolean isStoredPacked(int base) {
    return isOwn(base)
        ? !isTooLarge(base) && !leftOut.get(base)
        : pack.thinBases().mayHaveDeltas(base);
  }
}
