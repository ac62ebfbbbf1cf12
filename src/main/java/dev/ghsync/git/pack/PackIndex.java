package dev.ghsync.git.pack;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.object.ObjectHasher;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The entries of a pack, numbered in the pack's order: where each begins, what it is a delta of,
 * and, once it was expanded, its type, size and id. It takes 35 bytes an entry, in blocks that are
 * allocated as entries arrive and never move.
 */
final class PackIndex {
  /** Instead of a base's number: the entry is a whole object. */
  static final int NONE = -1;

  /** Instead of a base's number: the base is named by id and not yet located. */
  static final int PENDING = -2;

  /** Entries in a block. */
  private static final int BLOCK = 4096;

  private static final int MOST = Integer.MAX_VALUE / ObjectHasher.ID_BYTES - 1;

  /** An offset has five bytes. */
  private static final long LONGEST_PACK = 1L << 40;

  /** A size has five bytes too. */
  private static final long LARGEST_OBJECT = (1L << 40) - 1;

  private static final List<ObjectType> TYPES = List.of(ObjectType.values());
  private static final byte UNKNOWN = 0;

  private final int declared;
  private int count;
  private int deltas;

  /** The entries of the pack itself, and where the last of them ends. */
  private int arrived;

  private long end;

  /** The end of the last appended entry. */
  private long appendedEnd;

  /** Volatile because other threads write ids while entries are added. */
  private volatile Block[] blocks = new Block[16];

  /**
   * Creates the index of a pack that declares so many entries. Memory is allocated as they arrive.
   *
   * @throws GitFormatException if arrays cannot number them
   */
  PackIndex(long declared) {
    if (declared > MOST) {
      throw new GitFormatException("the pack has more objects than can be read: " + declared);
    }
    this.declared = (int) declared;
  }

  /** Consecutive entries, an array for each property. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Block(
      int[] offsets,
      byte[] highOffsets,
      int[] bases,
      byte[] types,
      int[] sizes,
      byte[] highSizes,
      byte[] ids) {
    static Block of(int entries) {
      return new Block(
          new int[entries],
          new byte[entries],
          new int[entries],
          new byte[entries],
          new int[entries],
          new byte[entries],
          new byte[entries * ObjectHasher.ID_BYTES]);
    }

    /** Returns a full block with the same entries. */
    Block widened() {
      return new Block(
          Arrays.copyOf(offsets, BLOCK),
          Arrays.copyOf(highOffsets, BLOCK),
          Arrays.copyOf(bases, BLOCK),
          Arrays.copyOf(types, BLOCK),
          Arrays.copyOf(sizes, BLOCK),
          Arrays.copyOf(highSizes, BLOCK),
          Arrays.copyOf(ids, BLOCK * ObjectHasher.ID_BYTES));
    }
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
    require(offset < LONGEST_PACK, "the pack is longer than can be read");
    int entry = count;
    if (entry % BLOCK == 0) {
      addBlock(entry / BLOCK, Math.min(BLOCK, declared - entry));
    }
    set(entry, offset, base);
    return entry;
  }

  private void set(int entry, long offset, int base) {
    Block block = block(entry);
    block.offsets[entry % BLOCK] = (int) offset;
    block.highOffsets[entry % BLOCK] = (byte) (offset >>> 32);
    block.bases[entry % BLOCK] = base;
    deltas += base == NONE ? 0 : 1;
    count++;
  }

  /**
   * Appends a whole object that the pack lacks, to a complete index. Returns its number.
   *
   * @param end where it ends
   */
  int append(long offset, long end) {
    require(end < LONGEST_PACK && count < MOST, "the pack is longer than can be read");
    int entry = count;
    if (entry % BLOCK == 0) {
      addBlock(entry / BLOCK, BLOCK);
    } else if (entry % BLOCK == block(entry).types.length) {
      blocks[entry / BLOCK] = block(entry).widened();
    }
    set(entry, offset, NONE);
    appendedEnd = end;
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
    Block block = block(entry);
    return number(block.offsets[entry % BLOCK], block.highOffsets[entry % BLOCK]);
  }

  /** Returns where the entry ends. */
  long end(int entry) {
    if (entry == arrived - 1) {
      return end;
    }
    return entry + 1 < count ? start(entry + 1) : appendedEnd;
  }

  int base(int entry) {
    return block(entry).bases[entry % BLOCK];
  }

  void setBase(int entry, int base) {
    block(entry).bases[entry % BLOCK] = base;
  }

  /** Returns whether the entry was expanded, so that its type and id are known. */
  boolean isKnown(int entry) {
    return block(entry).types[entry % BLOCK] != UNKNOWN;
  }

  /** Returns the type of an entry that was expanded. */
  ObjectType type(int entry) {
    return TYPES.get(block(entry).types[entry % BLOCK] - 1);
  }

  /** Returns the size of an object that was expanded, in bytes. */
  long size(int entry) {
    Block block = block(entry);
    return number(block.sizes[entry % BLOCK], block.highSizes[entry % BLOCK]);
  }

  /**
   * Makes an entry known.
   *
   * @throws GitFormatException if the object is larger than a terabyte
   */
  void setKnown(int entry, ObjectType type, long size) {
    if (size > LARGEST_OBJECT) {
      throw PackLimits.tooLarge(type, size);
    }
    Block block = block(entry);
    block.sizes[entry % BLOCK] = (int) size;
    block.highSizes[entry % BLOCK] = (byte) (size >>> 32);
    block.types[entry % BLOCK] = (byte) (TYPES.indexOf(type) + 1);
  }

  ObjectId id(int entry) {
    return ObjectId.of(idBlock(entry), idAt(entry));
  }

  /**
   * Returns the array that holds the entry's id, at {@link #idAt}. Any thread may write it, once
   * for each entry. While a delta's base is {@link #PENDING}, the base's id is stored here instead.
   */
  byte[] idBlock(int entry) {
    return block(entry).ids;
  }

  /** Returns the position of the entry's id in its {@link #idBlock}. */
  static int idAt(int entry) {
    return entry % BLOCK * ObjectHasher.ID_BYTES;
  }

  /** Returns the first bytes of the entry's id, to sort it into buckets. */
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

  private static long number(int low, byte high) {
    return (high & 0xffL) << 32 | (low & 0xffffffffL);
  }

  private Block block(int entry) {
    return blocks[entry / BLOCK];
  }

  private void addBlock(int number, int entries) {
    Block[] all = number < blocks.length ? blocks : Arrays.copyOf(blocks, 2 * number);
    all[number] = Block.of(entries);
    blocks = all;
  }
}
