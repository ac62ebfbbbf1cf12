package dev.ghsync.cli;

import java.util.Locale;

/** A history of a file that changes a little in each commit, so that git stores deltas. */
final class LongFile {
  private LongFile() {}

  /** Returns the input of {@code git fast-import}. */
  static String versions(int count) {
    StringBuilder script = new StringBuilder();
    for (int version = 0; version < count; version++) {
      StringBuilder file = new StringBuilder();
      for (int line = 0; line < 200 + version; line++) {
        file.append(String.format(Locale.ROOT, "line %d of a file that is long%n", line * 7919));
      }
      script
          .append("commit refs/heads/main\ncommitter A <a@x> ")
          .append(1_700_000_000 + version)
          .append(" +0000\ndata 1\nx\nM 100644 inline file\ndata ")
          .append(file.length())
          .append('\n')
          .append(file)
          .append('\n');
    }
    return script.toString();
  }
}
