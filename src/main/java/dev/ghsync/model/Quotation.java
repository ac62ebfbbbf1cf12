package dev.ghsync.model;

/** Text of a server, made fit for a message to people. */
public final class Quotation {
  private static final int LONG = 500;
  private static final int LONGEST = 2_000;

  private Quotation() {}

  /**
   * One line of printable characters without secrets. A long text ends after a whole word, since
   * that may be the address that helps.
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
