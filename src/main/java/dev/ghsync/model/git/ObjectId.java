package dev.ghsync.model.git;

import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-1 of a git object: 20 bytes, written as 40 lower-case hex digits. */
public final class ObjectId implements Comparable<ObjectId> {
  private static final int BYTES = 20;

  private final byte[] bytes;

  private ObjectId(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Creates an id from hex digits.
   *
   * @throws IllegalArgumentException if {@code hex} is not 40 lower-case hex digits
   */
  public ObjectId(String hex) {
    if (!isHex(hex)) {
      throw new IllegalArgumentException("not an object id: " + hex);
    }
    bytes = HexFormat.of().parseHex(hex);
  }

  /** Returns the id of 20 bytes at {@code offset}. */
  public static ObjectId of(byte[] bytes, int offset) {
    return new ObjectId(Arrays.copyOfRange(bytes, offset, offset + BYTES));
  }

  public static boolean isHex(String text) {
    if (text.length() != 2 * BYTES) {
      return false;
    }
    for (int i = 0; i < 2 * BYTES; i++) {
      char c = text.charAt(i);
      boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (!hex) {
        return false;
      }
    }
    return true;
  }

  /** Returns the 40 hex digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** Returns the 20 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public int compareTo(ObjectId other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObjectId id && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
