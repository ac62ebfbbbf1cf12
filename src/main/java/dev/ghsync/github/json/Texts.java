package dev.ghsync.github.json;

import dev.ghsync.model.Quotation;

/** Text from outside, made fit for where it goes. */
public final class Texts {
  private Texts() {}

  /** Whether half a surrogate pair stands alone in a stretch of characters. */
  public static boolean isTorn(char[] text, int offset, int length) {
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (Character.isSurrogate(text[i])) {
        return nextLone(String.valueOf(text, i, end - i), 0) >= 0;
      }
    }
    return false;
  }

  /** Whether half a surrogate pair stands alone in a text. */
  public static boolean isTorn(String text) {
    return nextLone(text, 0) >= 0;
  }

  /** Half a surrogate pair becomes U+FFFD: no UTF-8 can carry it. NUL and all else stay. */
  public static String wellFormed(String text) {
    int lone = nextLone(text, 0);
    if (lone < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text);
    for (int i = lone; i >= 0; i = nextLone(text, i + 1)) {
      out.setCharAt(i, '\uFFFD');
    }
    return out.toString();
  }

  /** The same JSON where half a surrogate pair is written as the escape it came as. */
  public static String escapeLone(String json) {
    int lone = nextLone(json, 0);
    if (lone < 0) {
      return json;
    }
    StringBuilder out = new StringBuilder(json.length() + 16);
    int from = 0;
    for (int i = lone; i >= 0; i = nextLone(json, i + 1)) {
      out.append(json, from, i).append("\\u").append(Integer.toHexString(json.charAt(i)));
      from = i + 1;
    }
    return out.append(json, from, json.length()).toString();
  }

  /** For a message to people, see {@link Quotation}. */
  public static String quote(String text) {
    return Quotation.of(wellFormed(text));
  }

  /** Where from {@code from} on half a pair stands alone; -1 if nowhere. */
  private static int nextLone(String text, int from) {
    int i = from;
    while (i < text.length()) {
      int step = Character.charCount(text.codePointAt(i));
      if (step == 1 && Character.isSurrogate(text.charAt(i))) {
        return i;
      }
      i += step;
    }
    return -1;
  }
}
