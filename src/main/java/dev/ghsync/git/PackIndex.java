package dev.ghsync.git;

import dev.ghsync.model.ObjectId;
import dev.ghsync.model.ObjectType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a pack's entries, numbered in the pack's order: where each begins, what it is a
 * delta of, and, once it was unfolded, its type and id. Arrays instead of an object an entry: 36
 * bytes each.
 */
final class PackIndex {
  /** In place of a base's number: the entry is a whole object. */
  static final int NONE = -1;

  /** In place of a base's number: the base is named by id, and where it is is not known yet. */
  static final int PENDING = -2;

  private static final int FIRST_CAPACITY = 4096;

  /** Ids lie in blocks that never move, so that other threads can write them meanwhile. */
  private static final int BLOCK = 4096;

  private final int declared;
  private int count;
  private long end;
  private long[] offsets;
  private int[] bases;
  private @Nullable ObjectType[] types;
  private byte[][] ids;

  /**
   * Of a pack that says to have so many entries; room is made as they come.
   *
   * @throws GitFormatException where they are more than arrays can number
   */
  PackIndex(long declared) {
    if (declared > Integer.MAX_VALUE / ObjectHasher.ID_BYTES - 1) {
      throw new GitFormatException("the pack has more objects than can be read: " + declared);
    }
    this.declared = (int) declared;
    int capacity = Math.min(this.declared, FIRST_CAPACITY);
    offsets = new long[capacity];
    bases = new int[capacity];
    types = new ObjectType[capacity];
    ids = new byte[0][];
    makeIdRoom(capacity);
  }

  /** How many entries the pack says to have. */
  int declared() {
    return declared;
  }

  /** How many were added. */
  int count() {
    return count;
  }

  /** Adds the entry that begins behind all others, and gives its number. */
  int add(long offset, int base) {
    if (count == offsets.length) {
      makeRoom((int) Math.min(declared, 2L * count));
    }
    offsets[count] = offset;
    bases[count] = base;
    return count++;
  }

  /** Ends the adding. */
  void endAt(long offset) {
    end = offset;
  }

  /**
   * The number of the entry that begins exactly here.
   *
   * @throws GitFormatException where none does
   */
  int entryAt(long offset) {
    int entry = Arrays.binarySearch(offsets, 0, count, offset);
    if (entry < 0) {
      throw new GitFormatException("a delta's base is not the start of an object");
    }
    return entry;
  }

  long start(int entry) {
    return offsets[entry];
  }

  /** Where the next entry begins. */
  long end(int entry) {
    return entry + 1 < count ? offsets[entry + 1] : end;
  }

  int base(int entry) {
    return bases[entry];
  }

  void setBase(int entry, int base) {
    bases[entry] = base;
  }

  /** Whether the entry was unfolded, so that its type and id are known. */
  boolean isKnown(int entry) {
    return types[entry] != null;
  }

  /** Of an entry that was unfolded. */
  ObjectType type(int entry) {
    return Objects.requireNonNull(types[entry]);
  }

  void setType(int entry, ObjectType type) {
    types[entry] = type;
  }

  ObjectId id(int entry) {
    return ObjectId.of(idBlock(entry), idAt(entry));
  }

  /**
   * The array that holds the entry's id, at {@link #idAt}. Any thread may write it, each entry's
   * once. While a base is {@link #PENDING}, its id stands in its delta's place.
   */
  byte[] idBlock(int entry) {
    return ids[entry / BLOCK];
  }

  /** Where in its {@link #idBlock} the entry's id is. */
  static int idAt(int entry) {
    return entry % BLOCK * ObjectHasher.ID_BYTES;
  }

  /** Of the entry's id, to sort it into buckets. */
  int firstIdBytes(int entry) {
    return ByteBuffer.wrap(idBlock(entry)).getInt(idAt(entry));
  }

  boolean sameId(int one, int other) {
    int length = ObjectHasher.ID_BYTES;
    int from = idAt(one);
    int otherFrom = idAt(other);
    return Arrays.equals(
        idBlock(one), from, from + length, idBlock(other), otherFrom, otherFrom + length);
  }

  private void makeRoom(int capacity) {
    offsets = Arrays.copyOf(offsets, capacity);
    bases = Arrays.copyOf(bases, capacity);
    types = Arrays.copyOf(types, capacity);
    makeIdRoom(capacity);
  }

  private void makeIdRoom(int capacity) {
    int blocks = ids.length;
    ids = Arrays.copyOf(ids, (capacity + BLOCK - 1) / BLOCK);
    for (int block = blocks; block < ids.length; block++) {
      ids[block] = new byte[Math.min(BLOCK, declared) * ObjectHasher.ID_BYTES];
    }
  }
}
