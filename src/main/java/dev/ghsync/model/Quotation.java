package dev.ghsync.model;

/** Prepares a server's text for messages. */
public final class Quotation {
  private static final int LONG = 500;
  private static final int LONGEST = 2_000;

  private Quotation() {}

  /**
   * Returns one line of printable characters without secrets. A long text is cut after a whole
   * word, because that word may be the URL of the documentation.
   */
  public static String of(String text) {
    String line = Redaction.redact(text).replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    if (line.length() <= LONG) {
      return line;
    }
    int end = line.indexOf(' ', LONG);
    if (end < 0) {
      end = line.length();
    }
    if (end > LONGEST) {
      end = Character.isHighSurrogate(line.charAt(LONG - 1)) ? LONG - 1 : LONG;
    }
    return end == line.length() ? line : line.substring(0, end) + "\u2026";
  }
}
