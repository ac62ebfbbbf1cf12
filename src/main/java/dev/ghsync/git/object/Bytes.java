package dev.ghsync.git.object;

import dev.ghsync.model.git.ObjectId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Searching and comparing parts of byte arrays; all ranges are {@code [from, to)}. */
public final class Bytes {
  private static final int HEX_ID = 40;

  private Bytes() {}

  /** Where {@code wanted} is first met; {@code to} where it is not. */
  static int indexOf(byte[] bytes, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return to;
  }

  /** Where {@code wanted} is last met; -1 where it is not. */
  static int lastIndexOf(byte[] bytes, char wanted, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the range begins with this ASCII text. */
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

  /** The end of the range without its last newlines. */
  public static int withoutNewlines(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && bytes[end - 1] == '\n') {
      end--;
    }
    return end;
  }

  /** The id that the whole range spells in hex, in either case as git reads it. */
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
