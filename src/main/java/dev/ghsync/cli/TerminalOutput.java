package dev.ghsync.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Replaces control characters, which a terminal would execute, as {@code less} and {@code cat -v}
 * do: {@code ^[}. Tabs, line feeds and the rest of UTF-8 stay.
 */
final class TerminalOutput extends FilterOutputStream {
  /** In UTF-8, this byte precedes the control characters from U+0080 to U+009F. */
  private static final int LEADS_CONTROLS = 0xc2;

  private static final int CARET_BIT = 0x40;

  private int before;

  TerminalOutput(OutputStream to) {
    super(to);
  }

  @Override
  public void write(int b) throws IOException {
    int value = b & 0xff;
    boolean control = (value < ' ' && value != '\n' && value != '\t') || value == 0x7f;
    if (control) {
      out.write('^');
      out.write(value ^ CARET_BIT);
    } else if (before == LEADS_CONTROLS && value < 0xa0) {
      out.write(0xbf); // an inverted question mark together with the byte before
    } else {
      out.write(value);
    }
    before = value;
  }
}
