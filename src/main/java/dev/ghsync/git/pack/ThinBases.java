package dev.ghsync.git.pack;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.RawObject;
import java.util.BitSet;
import java.util.Optional;

/**
 * The objects that a thin pack lacks because its deltas' bases are stored. Each is appended to the
 * spool file and to the index as if it had come with the pack, so that no more than one is in
 * memory. They are not delivered.
 */
final class ThinBases {
  private final PackIndex index;
  private final SpoolFile spool;

  /** The appended entries whose deltas must not be stored. */
  private final BitSet withoutDeltas = new BitSet();

  ThinBases(PackIndex index, SpoolFile spool) {
    this.index = index;
    this.spool = spool;
  }

  /** Returns whether a delta of this appended entry may be stored as it came. */
  boolean mayHaveDeltas(int entry) {
    return !withoutDeltas.get(entry);
  }

  /** Appends the bases that unknown entries wait for. Returns whether any was found. */
  boolean append(BaseObjects stored) {
    IdSet wanted = new IdSet();
    for (int entry = 0; entry < index.count(); entry++) {
      if (index.base(entry) == PackIndex.PENDING) {
        wanted.add(index.id(entry));
      }
    }
    int before = index.count();
    try (PackedData data = new PackedData()) {
      wanted.forEach(id -> findIntact(stored, id).ifPresent(base -> append(id, base, data)));
    }
    return index.count() > before;
  }

  private static Optional<BaseObjects.Base> findIntact(BaseObjects stored, ObjectId id) {
    return stored
        .find(id)
        .filter(b -> GitObjects.id(b.object().type(), b.object().content()).equals(id));
  }

  private void append(ObjectId id, BaseObjects.Base base, PackedData data) {
    RawObject object = base.object();
    long start = spool.size();
    byte[] header = EntryHeader.write(object.type(), object.content().length);
    byte[] compressed = data.compress(object.content());
    spool.append(header, 0, header.length);
    spool.append(compressed, 0, compressed.length);
    int entry = index.append(start, spool.size());
    index.setId(entry, id.bytes());
    index.setKnown(entry, object.type(), object.content().length);
    withoutDeltas.set(entry, !base.mayHaveDeltas());
  }
}
