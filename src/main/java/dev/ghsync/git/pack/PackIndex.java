package dev.ghsync.git.pack;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.object.ObjectHasher;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What is known of a pack's entries, numbered in the pack's order: where each begins, what it is a
 * delta of, and, once it was unfolded, its type and id. 30 bytes an entry, in blocks that are
 * allocated as entries come and never move.
 */
public final class PackIndex {
  /** In place of a base's number: the entry is a whole object. */
  static final int NONE = -1;

  /** In place of a base's number: the base is named by id, and where it is is not known yet. */
  static final int PENDING = -2;

  /** Entries in a block. */
  private static final int BLOCK = 4096;

  /** An offset has five bytes. */
  private static final long LONGEST_PACK = 1L << 40;

  private static final List<ObjectType> TYPES = List.of(ObjectType.values());
  private static final byte UNKNOWN = 0;

  private final int declared;
  private int count;
  private int deltas;
  private long end;

  /** Volatile for the threads that write ids while entries are added. */
  private volatile Block[] blocks = new Block[16];

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
  }

  /** Neighbouring entries, an array for each property. */
  private static final class Block {
    final int[] offsets;
    final byte[] highOffsets;
    final int[] bases;
    final byte[] types;
    final byte[] ids;

    Block(int entries) {
      offsets = new int[entries];
      highOffsets = new byte[entries];
      bases = new int[entries];
      types = new byte[entries];
      ids = new byte[entries * ObjectHasher.ID_BYTES];
    }
  }

  /** How many entries the pack says to have. */
  int declared() {
    return declared;
  }

  /** How many were added. */
  public int count() {
    return count;
  }

  /** Whether any entry is a delta. */
  boolean hasDeltas() {
    return deltas > 0;
  }

  /** Adds the entry that begins behind all others, and gives its number. */
  int add(long offset, int base) {
    if (offset >= LONGEST_PACK) {
      throw new GitFormatException("the pack is longer than can be read");
    }
    int entry = count;
    if (entry % BLOCK == 0) {
      addBlock(entry / BLOCK);
    }
    Block block = block(entry);
    block.offsets[entry % BLOCK] = (int) offset;
    block.highOffsets[entry % BLOCK] = (byte) (offset >>> 32);
    block.bases[entry % BLOCK] = base;
    deltas += base == NONE ? 0 : 1;
    count++;
    return entry;
  }

  /**
   * Drops the entries behind the first {@code kept}, of a pack that broke off.
   *
   * @param end where the first dropped entry began
   */
  void keepFirst(int kept, long end) {
    while (count > kept) {
      count--;
      deltas -= base(count) == NONE ? 0 : 1;
    }
    endAt(end);
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
    return (block.highOffsets[entry % BLOCK] & 0xffL) << 32
        | (block.offsets[entry % BLOCK] & 0xffffffffL);
  }

  /** Where the next entry begins. */
  long end(int entry) {
    return entry + 1 < count ? start(entry + 1) : end;
  }

  int base(int entry) {
    return block(entry).bases[entry % BLOCK];
  }

  void setBase(int entry, int base) {
    block(entry).bases[entry % BLOCK] = base;
  }

  /** Whether the entry was unfolded, so that its type and id are known. */
  boolean isKnown(int entry) {
    return block(entry).types[entry % BLOCK] != UNKNOWN;
  }

  /** Of an entry that was unfolded. */
  ObjectType type(int entry) {
    return TYPES.get(block(entry).types[entry % BLOCK] - 1);
  }

  void setType(int entry, ObjectType type) {
    block(entry).types[entry % BLOCK] = (byte) (TYPES.indexOf(type) + 1);
  }

  ObjectId id(int entry) {
    return ObjectId.of(idBlock(entry), idAt(entry));
  }

  /**
   * The array that holds the entry's id, at {@link #idAt}. Any thread may write it, each entry's
   * once. While a base is {@link #PENDING}, its id stands in its delta's place.
   */
  byte[] idBlock(int entry) {
    return block(entry).ids;
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

  private Block block(int entry) {
    return blocks[entry / BLOCK];
  }

  private void addBlock(int number) {
    Block[] all = number < blocks.length ? blocks : Arrays.copyOf(blocks, 2 * number);
    all[number] = new Block(Math.min(BLOCK, declared - number * BLOCK));
    blocks = all;
  }
}
