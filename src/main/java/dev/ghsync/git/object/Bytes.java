package dev.ghsync.git.object;

import dev.ghsync.model.git.ObjectId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Searches and compares parts of byte arrays. All ranges are {@code [from, to)}. */
public final class Bytes {
  private static final int HEX_ID = 40;

  private Bytes() {}

  /** Returns the first position of {@code wanted}, or {@code to} if it is absent. */
  static int indexOf(byte[] bytes, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return to;
  }

  /** Returns the last position of {@code wanted}, or -1 if it is absent. */
  static int lastIndexOf(byte[] bytes, char wanted, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Returns whether the range begins with this ASCII text. */
  public static boolean startsWith(byte[] bytes, int from, int to, String text) {
    if (to - from < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the end of the range without its trailing newlines. */
  public static int withoutNewlines(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && bytes[end - 1] == '\n') {
      end--;
    }
    return end;
  }

  /** Returns the id that the whole range spells in hex. As in git, upper case is accepted. */
  static Optional<ObjectId> hexId(byte[] bytes, int from, int to) {
    if (to - from != HEX_ID) {
      return Optional.empty();
    }
    String hex = latin1(bytes, from, to).toLowerCase(Locale.ROOT);
    return ObjectId.isHex(hex) ? Optional.of(new ObjectId(hex)) : Optional.empty();
  }

  static String latin1(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
