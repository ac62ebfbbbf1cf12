package dev.ghsync.git;

/** Words of a server, which are a stranger's. */
final class RemoteText {
  private static final int LONGEST = 300;

  private RemoteText() {}

  /** On one line, without control characters that a terminal would obey, and not too long. */
  static String clean(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
