package dev.ghsync.git.pack;

import dev.ghsync.git.object.ObjectHasher;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** Writes packs by hand, right and wrong ones. */
public final class PackBuilder {
  private static final int OFFSET_DELTA = 6;
  private static final int REFERENCE_DELTA = 7;

  /** One for all, because zlib takes 268 KB of memory anew for each. */
  private static final Deflater DEFLATER = new Deflater(Deflater.BEST_SPEED);

  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private int count;

  /** Adds a whole object and gives its offset. */
  public int whole(ObjectType type, byte[] content) {
    return entry(code(type), content.length, new byte[0], deflate(content));
  }

  public int offsetDelta(int baseOffset, byte[] delta) {
    return entry(OFFSET_DELTA, delta.length, distance(offset() - baseOffset), deflate(delta));
  }

  public int referenceDelta(ObjectId base, byte[] delta) {
    return entry(REFERENCE_DELTA, delta.length, base.bytes(), deflate(delta));
  }

  /** Adds an entry, every part of which may be wrong. */
  public int entry(int code, long size, byte[] base, byte[] data) {
    int offset = offset();
    long rest = size >> 4;
    entries.write((int) (code << 4 | (size & 0xf) | (rest == 0 ? 0 : 0x80)));
    while (rest != 0) {
      entries.write((int) ((rest & 0x7f) | (rest >> 7 == 0 ? 0 : 0x80)));
      rest >>>= 7;
    }
    entries.writeBytes(base);
    entries.writeBytes(data);
    count++;
    return offset;
  }

  public int offset() {
    return 12 + entries.size();
  }

  /** The entries alone, without the pack's header and checksum. */
  public byte[] entries() {
    return entries.toByteArray();
  }

  public byte[] build() {
    return build(count);
  }

  public byte[] build(int declared) {
    ByteBuffer pack = ByteBuffer.allocate(offset());
    pack.putInt(0x5041434b).putInt(2).putInt(declared).put(entries.toByteArray());
    return sealed(pack.array());
  }

  /** Appends the checksum. */
  public static byte[] sealed(byte[] pack) {
    byte[] sum = ObjectHasher.sha1().digest(pack);
    return ByteBuffer.allocate(pack.length + sum.length).put(pack).put(sum).array();
  }

  public static synchronized byte[] deflate(byte[] content) {
    DEFLATER.reset();
    DEFLATER.setInput(content);
    DEFLATER.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    while (!DEFLATER.finished()) {
      out.write(piece, 0, DEFLATER.deflate(piece));
    }
    return out.toByteArray();
  }

  public static int code(ObjectType type) {
    return switch (type) {
      case COMMIT -> 1;
      case TREE -> 2;
      case BLOB -> 3;
      case TAG -> 4;
    };
  }

  /** How far back a base is, as an entry says it. */
  public static byte[] distance(long distance) {
    ByteArrayOutputStream reversed = new ByteArrayOutputStream();
    long rest = distance;
    reversed.write((int) (rest & 0x7f));
    while ((rest >>= 7) != 0) {
      rest--;
      reversed.write((int) ((rest & 0x7f) | 0x80));
    }
    byte[] bytes = reversed.toByteArray();
    for (int i = 0; i < bytes.length / 2; i++) {
      byte b = bytes[i];
      bytes[i] = bytes[bytes.length - 1 - i];
      bytes[bytes.length - 1 - i] = b;
    }
    return bytes;
  }

  /** Writes the instructions of one delta. */
  public static final class DeltaBuilder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    DeltaBuilder(long baseSize, long resultSize) {
      size(baseSize);
      size(resultSize);
    }

    DeltaBuilder copy(long from, int length) {
      byte[] numbers = new byte[7];
      int present = 0;
      int used = 0;
      long all = from | (long) length << 32;
      for (int i = 0; i < numbers.length; i++) {
        byte b = (byte) (all >> (8 * i));
        if (b != 0) {
          present |= 1 << i;
          numbers[used++] = b;
        }
      }
      out.write(0x80 | present);
      out.write(numbers, 0, used);
      return this;
    }

    DeltaBuilder insert(byte... bytes) {
      for (int at = 0; at < bytes.length; at += 127) {
        int length = Math.min(127, bytes.length - at);
        out.write(length);
        out.write(bytes, at, length);
      }
      return this;
    }

    DeltaBuilder raw(int... bytes) {
      for (int b : bytes) {
        out.write(b);
      }
      return this;
    }

    byte[] build() {
      return out.toByteArray();
    }

    private void size(long size) {
      long rest = size;
      while (rest > 0x7f) {
        out.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
