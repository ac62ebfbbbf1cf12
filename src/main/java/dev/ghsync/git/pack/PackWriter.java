package dev.ghsync.git.pack;

import dev.ghsync.git.object.ObjectHasher;
import dev.ghsync.model.git.ObjectType;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32;

/**
 * Writes a pack of entries that are compressed already; see gitformat-pack(5). Memory does not
 * depend on the number of objects. Not thread-safe.
 */
public final class PackWriter {
  private static final int SIGNATURE = 0x5041434b; // PACK
  private static final int VERSION = 2;
  private static final int OFFSET_DELTA = 6;

  private final OutputStream out;
  private final MessageDigest digest = ObjectHasher.sha1();
  private final CRC32 crc = new CRC32();
  private final byte[] header = new byte[32];
  private int length;
  private long position;

  /**
   * Begins a pack.
   *
   * @param out not closed here
   * @param objects how many entries follow
   */
  public PackWriter(OutputStream out, int objects) throws IOException {
    this.out = out;
    put32(SIGNATURE);
    put32(VERSION);
    put32(objects);
    writeHeader();
  }

  /** Returns the bytes written so far: the offset of the next entry. */
  public long position() {
    return position;
  }

  /** Returns the CRC-32 of the last entry. */
  public int lastCrc() {
    return (int) crc.getValue();
  }

  /**
   * Writes a whole object.
   *
   * @param size of the object, in bytes
   * @param data the object, compressed by zlib
   */
  public void whole(ObjectType type, long size, byte[] data) throws IOException {
    entry(code(type), size);
    write(data);
  }

  /**
   * Writes a delta.
   *
   * @param size of the delta, not of the object, in bytes
   * @param base the offset of the entry of its base, before this one
   * @param data the delta, compressed by zlib
   */
  public void delta(long size, long base, byte[] data) throws IOException {
    long distance = position - base;
    entry(OFFSET_DELTA, size);
    putDistance(distance);
    write(data);
  }

  /** Writes the checksum, and returns it. */
  public byte[] finish() throws IOException {
    byte[] sum = digest.digest();
    out.write(sum);
    position += sum.length;
    return sum;
  }

  private void entry(int code, long size) {
    crc.reset();
    long rest = size >>> 4;
    put((int) (code << 4 | (size & 0xf) | (rest > 0 ? 0x80 : 0)));
    while (rest > 0) {
      long next = rest >>> 7;
      put((int) ((rest & 0x7f) | (next > 0 ? 0x80 : 0)));
      rest = next;
    }
  }

  /** Each byte but the last has 1 subtracted, and the highest bit set. */
  private void putDistance(long distance) {
    int bytes = 1;
    for (long rest = distance >>> 7; rest > 0; rest = (rest - 1) >>> 7) {
      bytes++;
    }
    long rest = distance;
    for (int i = bytes - 1; i >= 0; i--) {
      header[length + i] = (byte) ((rest & 0x7f) | (i < bytes - 1 ? 0x80 : 0));
      rest = (rest >>> 7) - 1;
    }
    length += bytes;
  }

  private void write(byte[] data) throws IOException {
    writeHeader();
    write(data, data.length);
  }

  private void writeHeader() throws IOException {
    write(header, length);
    length = 0;
  }

  private void write(byte[] bytes, int count) throws IOException {
    out.write(bytes, 0, count);
    digest.update(bytes, 0, count);
    crc.update(bytes, 0, count);
    position += count;
  }

  private void put(int b) {
    header[length++] = (byte) b;
  }

  private void put32(int number) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      put(number >>> shift);
    }
  }

  private static int code(ObjectType type) {
    return switch (type) {
      case COMMIT -> 1;
      case TREE -> 2;
      case BLOB -> 3;
      case TAG -> 4;
    };
  }
}
