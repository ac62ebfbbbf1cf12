package dev.ghsync.git.object;

import dev.ghsync.model.git.ObjectType;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Computes object ids, one after the other. Not thread-safe. */
public final class ObjectHasher {
  public static final int ID_BYTES = 20;

  private static final int LONGEST_NUMBER = 20;

  private final MessageDigest sha1 = sha1();
  private final byte[] header = new byte[16 + LONGEST_NUMBER];

  public static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }

  /** Starts an object of {@code size} bytes and drops an unfinished one. */
  public void begin(ObjectType type, long size) {
    sha1.reset();
    String name = type.text();
    int length = name.length();
    for (int i = 0; i < length; i++) {
      header[i] = (byte) name.charAt(i);
    }
    header[length++] = ' ';
    length = putDecimal(size, length);
    header[length++] = 0;
    sha1.update(header, 0, length);
  }

  public void update(byte[] bytes, int length) {
    sha1.update(bytes, 0, length);
  }

  /** Hashes a whole object and writes the 20 bytes of its id. */
  public void hash(ObjectType type, byte[] content, byte[] id) {
    begin(type, content.length);
    update(content, content.length);
    try {
      sha1.digest(id, 0, ID_BYTES);
    } catch (DigestException e) {
      throw new AssertionError("20 bytes were given", e);
    }
  }

  /** Returns the 20 bytes of the id. */
  public byte[] finish() {
    return sha1.digest();
  }

  private int putDecimal(long number, int at) {
    int end = at + 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      end++;
    }
    long rest = number;
    for (int i = end - 1; i >= at; i--) {
      header[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return end;
  }
}
