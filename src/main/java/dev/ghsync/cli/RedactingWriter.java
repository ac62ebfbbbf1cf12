package dev.ghsync.cli;

import dev.ghsync.model.Redaction;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;

/**
 * Passes text on without the secrets in it. What is printed by one call is looked at as a whole.
 */
class RedactingWriter extends FilterWriter {
  RedactingWriter(Writer to) {
    super(to);
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    out.write(Redaction.redact(String.valueOf(text, offset, length)));
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    out.write(Redaction.redact(text.substring(offset, offset + length)));
  }

  /** Standard error for what is printed there without us: the log, and the traces in it. */
  static final class Stream extends PrintStream {
    private Stream(PrintStream to) {
      super(to, true);
    }

    /** Makes {@code System.err} such a stream. */
    static void install() {
      if (!(System.err instanceof Stream)) {
        System.setErr(new Stream(System.err));
      }
    }

    @Override
    public void print(String text) {
      super.print(Redaction.redact(String.valueOf(text)));
    }
  }
}
