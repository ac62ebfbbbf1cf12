package dev.ghsync.git.pack;

import dev.ghsync.git.object.ObjectHasher;
import dev.ghsync.model.git.ObjectId;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Writes the index of a pack, version 2; see gitformat-pack(5). It takes 36 bytes of memory an
 * object. Not thread-safe.
 */
public final class PackIndexWriter {
  private static final int SIGNATURE = 0xff744f63;
  private static final int VERSION = 2;
  private static final int ID_BYTES = ObjectHasher.ID_BYTES;
  private static final int FAN_OUT = 256;
  private static final long FIRST_LARGE = 1L << 31;

  private final byte[] ids;
  private final long[] offsets;
  private final int[] crcs;
  private int count;

  public PackIndexWriter(int objects) {
    ids = new byte[Math.multiplyExact(objects, ID_BYTES)];
    offsets = new long[objects];
    crcs = new int[objects];
  }

  /** Adds the entry at an offset of the pack. */
  public void add(ObjectId id, long offset, int crc) {
    System.arraycopy(id.bytes(), 0, ids, count * ID_BYTES, ID_BYTES);
    offsets[count] = offset;
    crcs[count] = crc;
    count++;
  }

  /**
   * Writes the index of the entries that were added.
   *
   * @param to not closed here
   * @param packChecksum the last 20 bytes of the pack
   */
  public void write(OutputStream to, byte[] packChecksum) throws IOException {
    int[] order = sorted();
    MessageDigest digest = ObjectHasher.sha1();
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new DigestOutputStream(to, digest)));
    out.writeInt(SIGNATURE);
    out.writeInt(VERSION);
    writeFanOut(out, order);
    for (int entry : order) {
      out.write(ids, entry * ID_BYTES, ID_BYTES);
    }
    for (int entry : order) {
      out.writeInt(crcs[entry]);
    }
    writeOffsets(out, order);
    out.write(packChecksum);
    out.flush();
    to.write(digest.digest());
  }

  /** Returns the numbers of the entries in the order of their ids, sorted by first byte first. */
  private int[] sorted() {
    int[] starts = new int[FAN_OUT + 1];
    for (int i = 0; i < count; i++) {
      starts[firstByte(i) + 1]++;
    }
    for (int i = 0; i < FAN_OUT; i++) {
      starts[i + 1] += starts[i];
    }
    int[] order = new int[count];
    int[] next = Arrays.copyOf(starts, FAN_OUT);
    for (int i = 0; i < count; i++) {
      order[next[firstByte(i)]++] = i;
    }
    for (int i = 0; i < FAN_OUT; i++) {
      sort(order, starts[i], starts[i + 1]);
    }
    return order;
  }

  private void sort(int[] order, int from, int to) {
    Integer[] part = new Integer[to - from];
    for (int i = from; i < to; i++) {
      part[i - from] = order[i];
    }
    Arrays.sort(part, this::compare);
    for (int i = from; i < to; i++) {
      order[i] = part[i - from];
    }
  }

  private int compare(int a, int b) {
    int atA = a * ID_BYTES;
    int atB = b * ID_BYTES;
    return Arrays.compareUnsigned(ids, atA, atA + ID_BYTES, ids, atB, atB + ID_BYTES);
  }

  private int firstByte(int entry) {
    return ids[entry * ID_BYTES] & 0xff;
  }

  /** Writes for each first byte how many ids begin with it or a smaller one. */
  private void writeFanOut(DataOutputStream out, int[] order) throws IOException {
    int upTo = 0;
    for (int first = 0; first < FAN_OUT; first++) {
      while (upTo < count && firstByte(order[upTo]) <= first) {
        upTo++;
      }
      out.writeInt(upTo);
    }
  }

  /** Offsets of 2 GiB and more follow in a table of their own. */
  private void writeOffsets(DataOutputStream out, int[] order) throws IOException {
    int large = 0;
    for (int entry : order) {
      long offset = offsets[entry];
      out.writeInt(offset < FIRST_LARGE ? (int) offset : (int) FIRST_LARGE | large++);
    }
    for (int entry : order) {
      if (offsets[entry] >= FIRST_LARGE) {
        out.writeLong(offsets[entry]);
      }
    }
  }
}
