package dev.ghsync.git.pack;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.object.ObjectHasher;
import dev.ghsync.model.git.ObjectType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The header of an entry, which precedes its compressed data; see gitformat-pack(5).
 *
 * @param type null for a delta
 * @param size the size in bytes of the inflated data: of the object or of the delta
 * @param baseOffset where the delta's base begins, before this entry; 0 if it is named by id
 * @param baseId 20 bytes; null if the base is given by its offset, and for whole objects
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EntryHeader(
    @Nullable ObjectType type, long size, long baseOffset, byte @Nullable [] baseId) {
  private static final int OFFSET_DELTA = 6;
  private static final int REFERENCE_DELTA = 7;

  /** The largest shift at which 7 more bits fit into a size. */
  private static final int LAST_SHIFT = 53;

  /** Reads the header of the entry that begins here. */
  static EntryHeader read(PackInput in) throws IOException {
    long start = in.position();
    int first = in.u8();
    int code = (first >> 4) & 7;
    long size = first & 0xf;
    int shift = 4;
    for (int b = first; (b & 0x80) != 0; shift += 7) {
      require(shift <= LAST_SHIFT, "an object in the pack has an impossible size");
      b = in.u8();
      size |= (long) (b & 0x7f) << shift;
    }
    return switch (code) {
      case 1 -> new EntryHeader(ObjectType.COMMIT, size, 0, null);
      case 2 -> new EntryHeader(ObjectType.TREE, size, 0, null);
      case 3 -> new EntryHeader(ObjectType.BLOB, size, 0, null);
      case 4 -> new EntryHeader(ObjectType.TAG, size, 0, null);
      case OFFSET_DELTA -> new EntryHeader(null, size, start - distance(in, start), null);
      case REFERENCE_DELTA -> new EntryHeader(null, size, 0, id(in));
      default -> throw new GitFormatException("the pack has an entry of unknown type " + code);
    };
  }

  /** Returns the header of a whole object. */
  static byte[] write(ObjectType type, long size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        switch (type) {
          case COMMIT -> 1;
          case TREE -> 2;
          case BLOB -> 3;
          case TAG -> 4;
        };
    long b = code << 4 | (size & 0xf);
    for (long rest = size >>> 4; rest != 0; rest >>>= 7) {
      out.write((int) b | 0x80);
      b = rest & 0x7f;
    }
    out.write((int) b);
    return out.toByteArray();
  }

  /** Reads how far back the base begins. Each further byte adds 1 before the shift. */
  private static long distance(PackInput in, long start) throws IOException {
    int b = in.u8();
    long distance = b & 0x7f;
    while ((b & 0x80) != 0) {
      b = in.u8();
      distance = ((distance + 1) << 7) + (b & 0x7f);
      if (distance > start) {
        break;
      }
    }
    require(distance > 0 && distance < start, "a delta's base lies outside the pack");
    return distance;
  }

  private static byte[] id(PackInput in) throws IOException {
    byte[] id = new byte[ObjectHasher.ID_BYTES];
    for (int i = 0; i < id.length; i++) {
      id[i] = (byte) in.u8();
    }
    return id;
  }
}
