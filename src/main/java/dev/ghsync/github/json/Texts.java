package dev.ghsync.github.json;

import dev.ghsync.model.Quotation;

/** Handles unpaired surrogates, which JSON can contain and UTF-8 cannot. */
public final class Texts {
  private Texts() {}

  /** Returns whether a range of characters has an unpaired surrogate. */
  public static boolean isTorn(char[] text, int offset, int length) {
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (Character.isSurrogate(text[i])) {
        return nextLone(String.valueOf(text, i, end - i), 0) >= 0;
      }
    }
    return false;
  }

  /** Returns whether a text has an unpaired surrogate. */
  public static boolean isTorn(String text) {
    return nextLone(text, 0) >= 0;
  }

  /** Replaces unpaired surrogates by U+FFFD. All other characters stay. */
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

  /** Returns JSON in which unpaired surrogates are escaped, as they were received. */
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

  /** Returns a text for messages, see {@link Quotation}. */
  public static String quote(String text) {
    return Quotation.of(wellFormed(text));
  }

  /** Returns the position of the next unpaired surrogate from {@code from} on, or -1. */
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
