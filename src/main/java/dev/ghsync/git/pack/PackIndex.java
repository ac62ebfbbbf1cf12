package dev.ghsync.git.pack;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.object.ObjectHasher;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The entries of a pack, numbered in the pack's order: where each begins, what it is a delta of,
 * and, once it was expanded, its type, size and id. It takes 40 bytes an entry, of which a twelfth
 * of the heap is used at most and then a temporary file.
 */
final class PackIndex implements Closeable {
  /** Instead of a base's number: the entry is a whole object. */
  static final int NONE = -1;

  /** Instead of a base's number: the base is named by id and not yet located. */
  static final int PENDING = -2;

  /** A record has the id, the base (4 bytes), the offset (8), the size (7) and the type (1). */
  private static final int RECORD_BYTES = ObjectHasher.ID_BYTES + 20;

  private static final int BASE = ObjectHasher.ID_BYTES;
  private static final int OFFSET = BASE + Integer.BYTES;
  private static final int SIZE_AND_TYPE = OFFSET + Long.BYTES;
  private static final int TYPE_SHIFT = 56;
  private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory() / 12;

  private static final int MOST = Integer.MAX_VALUE / ObjectHasher.ID_BYTES - 1;

  private static final long LARGEST_OBJECT = (1L << TYPE_SHIFT) - 1;

  private static final List<ObjectType> TYPES = List.of(ObjectType.values());
  private static final int UNKNOWN = 0;

  private final RecordBlocks records;
  private final int declared;
  private int count;
  private int deltas;

  /** The entries of the pack itself, and where the last of them ends. */
  private int arrived;

  private long end;

  /** The end of the last appended entry. */
  private long appendedEnd;

  /**
   * Creates the index of a pack that declares so many entries. Memory is allocated as they arrive.
   *
   * @param folder for a temporary file
   * @throws GitFormatException if an {@code int} cannot number them
   */
  PackIndex(long declared, Path folder) {
    if (declared > MOST) {
      throw new GitFormatException("the pack has more objects than can be read: " + declared);
    }
    this.declared = (int) declared;
    records = new RecordBlocks(folder, RECORD_BYTES, HEAP_BYTES);
  }

  /** Returns how many entries the pack declares. */
  int declared() {
    return declared;
  }

  /** Returns how many entries were added and appended. */
  int count() {
    return count;
  }

  /** Returns how many entries the pack has, or the part of it that arrived. */
  int arrived() {
    return arrived;
  }

  /** Returns whether any entry is a delta. */
  boolean hasDeltas() {
    return deltas > 0;
  }

  /** Adds the entry that begins after all others, and returns its number. */
  int add(long offset, int base) {
    return add(offset, base, declared);
  }

  /**
   * Appends a whole object that the pack lacks, to a complete index. Returns its number.
   *
   * @param end where it ends
   */
  int append(long offset, long end) {
    require(count < MOST, "the pack has more objects than can be read");
    appendedEnd = end;
    return add(offset, NONE, Math.max(declared, count + 1));
  }

  private int add(long offset, int base, int expected) {
    int entry = count;
    records.makeRoom(entry, expected);
    records.block(entry).putInt(records.at(entry) + BASE, base);
    records.block(entry).putLong(records.at(entry) + OFFSET, offset);
    deltas += base == NONE ? 0 : 1;
    count++;
    return entry;
  }

  /**
   * Drops the entries after the first {@code kept}, and ends the index.
   *
   * @param end where the first dropped entry began
   */
  void keepFirst(int kept, long end) {
    while (count > kept) {
      count--;
      deltas -= base(count) == NONE ? 0 : 1;
    }
    arrived = count;
    this.end = end;
  }

  /**
   * Returns the number of the entry that begins at this offset.
   *
   * @throws GitFormatException if none does
   */
  int entryAt(long offset) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = start(middle);
      if (found == offset) {
        return middle;
      }
      if (found < offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    throw new GitFormatException("a delta's base is not the start of an object");
  }

  long start(int entry) {
    return records.block(entry).getLong(records.at(entry) + OFFSET);
  }

  /** Returns where the entry ends. */
  long end(int entry) {
    if (entry == arrived - 1) {
      return end;
    }
    return entry + 1 < count ? start(entry + 1) : appendedEnd;
  }

  int base(int entry) {
    return records.block(entry).getInt(records.at(entry) + BASE);
  }

  void setBase(int entry, int base) {
    records.block(entry).putInt(records.at(entry) + BASE, base);
  }

  /** Returns whether the entry was expanded, so that its type and id are known. */
  boolean isKnown(int entry) {
    return typeNumber(entry) != UNKNOWN;
  }

  /** Returns the type of an entry that was expanded. */
  ObjectType type(int entry) {
    return TYPES.get(typeNumber(entry) - 1);
  }

  /** Returns the size of an object that was expanded, in bytes. */
  long size(int entry) {
    return sizeAndType(entry) & LARGEST_OBJECT;
  }

  /**
   * Makes an entry known.
   *
   * @throws GitFormatException if a size in bytes has more than 56 bits
   */
  void setKnown(int entry, ObjectType type, long size) {
    if (size > LARGEST_OBJECT) {
      throw PackLimits.tooLarge(type, size);
    }
    long both = (TYPES.indexOf(type) + 1L) << TYPE_SHIFT | size;
    records.block(entry).putLong(records.at(entry) + SIZE_AND_TYPE, both);
  }

  ObjectId id(int entry) {
    byte[] id = new byte[ObjectHasher.ID_BYTES];
    readId(entry, id);
    return ObjectId.of(id, 0);
  }

  /** Copies the 20 bytes of the entry's id. */
  void readId(int entry, byte[] to) {
    records.block(entry).get(records.at(entry), to);
  }

  /**
   * Sets the entry's id. Any thread may do so, once for each entry. While a delta's base is {@link
   * #PENDING}, the base's id is stored here instead.
   */
  void setId(int entry, byte[] id) {
    records.block(entry).put(records.at(entry), id);
  }

  /** Returns the first bytes of the entry's id, to sort it into buckets. */
  int firstIdBytes(int entry) {
    return records.block(entry).getInt(records.at(entry));
  }

  boolean sameId(int one, int other) {
    ByteBuffer block = records.block(one);
    ByteBuffer otherBlock = records.block(other);
    int at = records.at(one);
    int otherAt = records.at(other);
    return block.getLong(at) == otherBlock.getLong(otherAt)
        && block.getLong(at + 8) == otherBlock.getLong(otherAt + 8)
        && block.getInt(at + 16) == otherBlock.getInt(otherAt + 16);
  }

  @Override
  public void close() {
    records.close();
  }

  private int typeNumber(int entry) {
    return (int) (sizeAndType(entry) >>> TYPE_SHIFT);
  }

  private long sizeAndType(int entry) {
    return records.block(entry).getLong(records.at(entry) + SIZE_AND_TYPE);
  }
}
