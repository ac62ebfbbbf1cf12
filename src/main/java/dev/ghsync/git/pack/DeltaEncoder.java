package dev.ghsync.git.pack;

import java.util.Arrays;
import java.util.Optional;

/**
 * Computes deltas as {@link Delta} applies them. As in git's diff-delta, the base is indexed by
 * blocks of 16 bytes, and the target is searched for them with a rolling hash. Not thread-safe.
 */
public final class DeltaEncoder {
  private static final int BLOCK = 16;
  private static final int FACTOR = 0x01000193;

  /** The factor of the byte that leaves the rolling hash. */
  private static final int LEAVING = power(FACTOR, BLOCK - 1);

  /** Blocks with one hash that are compared; a base of many equal parts has thousands. */
  private static final int MOST_COMPARED = 32;

  /** A match of this length is not compared with others. */
  private static final int LONG_MATCH = 4096;

  private static final int LONGEST_INSERT = 127;
  private static final int LONGEST_COPY = 0x10000;

  private byte[] out = new byte[4096];
  private int length;

  /** The blocks of one base. It takes at most three quarters of the base's size in memory. */
  @SuppressWarnings("ArrayRecordComponent") // never changed, never compared
  public record Index(byte[] base, int[] first, int[] next) {
    /** Indexes a base, which must not be modified afterwards. */
    public static Index of(byte[] base) {
      int blocks = base.length / BLOCK;
      int[] first = new int[2 * Integer.highestOneBit(Math.max(1, blocks))];
      int[] next = new int[blocks];
      Arrays.fill(first, -1);
      int following = 0;
      for (int block = blocks - 1; block >= 0; block--) { // the first blocks are compared first
        int hash = hash(base, block * BLOCK);
        int slot = slot(hash, first.length);
        boolean repeated = block < blocks - 1 && hash == following && first[slot] == block + 1;
        next[block] = repeated ? next[block + 1] : first[slot];
        first[slot] = block;
        following = hash;
      }
      return new Index(base, first, next);
    }
  }

  /**
   * Returns a delta, not compressed.
   *
   * @param most the largest size of the delta, in bytes
   * @return empty if the delta would be larger
   */
  public Optional<byte[]> encode(Index index, byte[] target, int most) {
    length = 0;
    putSize(index.base.length);
    putSize(target.length);
    int inserted = 0; // target[inserted, at) is in no instruction yet
    int at = 0;
    int hash = target.length >= BLOCK ? hash(target, 0) : 0;
    while (at + BLOCK <= target.length) {
      long match = match(index, target, at, hash);
      int from = (int) (match >>> 32);
      int copied = (int) match;
      if (copied == 0) {
        hash = at + BLOCK < target.length ? rolled(hash, target, at) : 0;
        at++;
        if (length + at - inserted > most) {
          return Optional.empty();
        }
        continue;
      }
      int back = 0;
      while (back < Math.min(from, at - inserted)
          && index.base[from - back - 1] == target[at - back - 1]) {
        back++;
      }
      putInsert(target, inserted, at - back);
      putCopy(from - back, copied + back);
      at += copied;
      inserted = at;
      if (length > most) {
        return Optional.empty();
      }
      hash = at + BLOCK <= target.length ? hash(target, at) : 0;
    }
    putInsert(target, inserted, target.length);
    return length > most ? Optional.empty() : Optional.of(Arrays.copyOf(out, length));
  }

  /**
   * Returns the longest match of the target from {@code at} on: its offset in the base in the upper
   * 32 bits, its length in the lower; 0 if there is none.
   */
  private static long match(Index index, byte[] target, int at, int hash) {
    byte[] base = index.base;
    long best = 0;
    int longest = BLOCK - 1;
    int block = index.first[slot(hash, index.first.length)];
    for (int n = 0; block >= 0 && n < MOST_COMPARED && longest < LONG_MATCH; n++) {
      int from = block * BLOCK;
      int most = Math.min(base.length - from, target.length - at);
      if (most > longest && base[from + longest] == target[at + longest]) {
        int differs = Arrays.mismatch(base, from, from + most, target, at, at + most);
        int same = differs < 0 ? most : differs;
        if (same > longest) {
          longest = same;
          best = (long) from << 32 | same;
        }
      }
      block = index.next[block];
    }
    return best;
  }

  private void putInsert(byte[] target, int from, int end) {
    for (int at = from; at < end; at += LONGEST_INSERT) {
      int size = Math.min(LONGEST_INSERT, end - at);
      reserve(size + 1);
      out[length++] = (byte) size;
      System.arraycopy(target, at, out, length, size);
      length += size;
    }
  }

  private void putCopy(int from, int size) {
    for (int done = 0; done < size; done += LONGEST_COPY) {
      putOneCopy(from + done, Math.min(LONGEST_COPY, size - done));
    }
  }

  /** Only bytes that are not zero are written; a size of {@link #LONGEST_COPY} has none. */
  private void putOneCopy(int from, int size) {
    reserve(8);
    int code = length++;
    int bits = 0x80;
    for (int i = 0; i < 4; i++) {
      bits |= putByte(from >>> (8 * i), 1 << i);
    }
    for (int i = 0; i < 2; i++) {
      bits |= putByte(size >>> (8 * i), 0x10 << i);
    }
    out[code] = (byte) bits;
  }

  private int putByte(int value, int bit) {
    if ((value & 0xff) == 0) {
      return 0;
    }
    out[length++] = (byte) value;
    return bit;
  }

  private void putSize(int size) {
    reserve(5);
    int rest = size;
    while (rest > 0x7f) {
      out[length++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out[length++] = (byte) rest;
  }

  private void reserve(int bytes) {
    if (length + bytes > out.length) {
      out = Arrays.copyOf(out, Math.max(2 * out.length, length + bytes));
    }
  }

  private static int hash(byte[] bytes, int from) {
    int hash = 0;
    for (int i = from; i < from + BLOCK; i++) {
      hash = hash * FACTOR + bytes[i];
    }
    return hash;
  }

  private static int rolled(int hash, byte[] bytes, int from) {
    return (hash - bytes[from] * LEAVING) * FACTOR + bytes[from + BLOCK];
  }

  /** The number of slots is a power of two. */
  private static int slot(int hash, int slots) {
    int mixed = hash * 0x9E3779B1;
    return (mixed ^ mixed >>> 15) & (slots - 1);
  }

  private static int power(int factor, int exponent) {
    int power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= factor;
    }
    return power;
  }
}
