package dev.ghsync.report;

import java.io.PrintWriter;

/** Lines on a terminal that are redrawn in place. Not safe for threads. */
final class LiveLines {
  private final PrintWriter out;
  private final int columns;
  private int drawn;

  /**
   * Draws nothing yet.
   *
   * @param out standard error, of a terminal that is {@code columns} wide
   */
  LiveLines(PrintWriter out, int columns) {
    this.out = out;
    this.columns = columns;
  }

  /** Returns the control codes that erase the last drawing. */
  StringBuilder wipe() {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append("A\r\u001b[J");
      drawn = 0;
    }
    return text;
  }

  /** Adds a line, cut to the width: a wrapped line would not be erased completely. */
  void add(StringBuilder text, String line) {
    text.append(line, 0, Math.min(line.length(), Math.max(1, columns - 1))).append('\n');
    drawn++;
  }

  void show(StringBuilder text) {
    if (!text.isEmpty()) {
      out.print(text);
      out.flush();
    }
  }
}
