package dev.ghsync.objects.show;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Quotes names with unusual bytes as git does: {@code "caf\303\251"}; see {@code core.quotePath} in
 * git-config(1).
 */
public final class QuotedName {
  private static final String LETTERS = "abtnvfr\"\\";
  private static final String MEANINGS = "\u0007\b\t\n\u000b\f\r\"\\";
  private static final int OCTAL_DIGITS = 3;

  private QuotedName() {}

  /**
   * Returns the name, quoted if it has a control character, a quote or a backslash.
   *
   * @param ascii quotes also bytes outside of ASCII
   */
  public static byte[] quote(byte[] name, boolean ascii) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(name.length + 2);
    boolean quoted = false;
    for (byte b : name) {
      int letter = MEANINGS.indexOf((char) (b & 0xff));
      if (letter >= 0) {
        out.write('\\');
        out.write(LETTERS.charAt(letter));
        quoted = true;
      } else if ((b >= 0 && b < ' ') || b == 0x7f || (b < 0 && ascii)) {
        out.write('\\');
        out.write('0' + ((b & 0xff) >> 6));
        out.write('0' + (b >> 3 & 7));
        out.write('0' + (b & 7));
        quoted = true;
      } else {
        out.write(b);
      }
    }
    if (!quoted) {
      return name;
    }
    String text = "\"" + out.toString(StandardCharsets.ISO_8859_1) + "\"";
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns the name that this quotes; empty if it is not quoted. */
  public static Optional<byte[]> unquote(byte[] text) {
    int end = text.length - 1;
    if (end < 1 || text[0] != '"' || text[end] != '"') {
      return Optional.empty();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
    int at = 1;
    while (at < end) {
      if (text[at] == '"') {
        return Optional.empty();
      } else if (text[at] != '\\') {
        out.write(text[at++]);
        continue;
      }
      int letter = at + 1 < end ? LETTERS.indexOf((char) text[at + 1]) : -1;
      if (letter >= 0) {
        out.write(MEANINGS.charAt(letter));
        at += 2;
      } else if (isOctal(text, at + 1, end)) {
        out.write((text[at + 1] - '0') << 6 | (text[at + 2] - '0') << 3 | (text[at + 3] - '0'));
        at += 1 + OCTAL_DIGITS;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(out.toByteArray());
  }

  private static boolean isOctal(byte[] text, int from, int end) {
    if (from + OCTAL_DIGITS > end || text[from] > '3') {
      return false;
    }
    for (int i = from; i < from + OCTAL_DIGITS; i++) {
      if (text[i] < '0' || text[i] > '7') {
        return false;
      }
    }
    return true;
  }
}
