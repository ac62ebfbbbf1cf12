package dev.ghsync.cli.env;

import dev.ghsync.model.Redaction;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;

/** A writer that removes secrets. Only those within the text of one call are found. */
public class RedactingWriter extends FilterWriter {
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

  /** Standard error as the log and the JDK write to it, without secrets. */
  public static final class Stream extends PrintStream {
    private Stream(PrintStream to) {
      super(to, true);
    }

    /** Replaces {@code System.err}; a second call does nothing. */
    public static void install() {
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
