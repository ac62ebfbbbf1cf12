package dev.ghsync.model;

import java.util.HexFormat;

/** The SHA-1 of a git object: 40 lower-case hex digits. */
public record ObjectId(String hex) implements Comparable<ObjectId> {
  public ObjectId {
    if (!isHex(hex)) {
      throw new IllegalArgumentException("not an object id: " + hex);
    }
  }

  /** From 20 bytes at {@code offset}. */
  public static ObjectId of(byte[] bytes, int offset) {
    return new ObjectId(HexFormat.of().formatHex(bytes, offset, offset + 20));
  }

  public static boolean isHex(String text) {
    if (text.length() != 40) {
      return false;
    }
    for (int i = 0; i < 40; i++) {
      char c = text.charAt(i);
      boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (!hex) {
        return false;
      }
    }
    return true;
  }

  /** The 20 bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public int compareTo(ObjectId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
