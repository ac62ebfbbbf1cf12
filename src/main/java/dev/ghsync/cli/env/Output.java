package dev.ghsync.cli.env;

import dev.ghsync.model.IoErrors;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Standard output: text without secrets in UTF-8 (in a console of Windows, in its encoding), or
 * bytes. It keeps the first error of writing.
 */
public final class Output extends PrintWriter {
  private final Watched to;
  private final BooleanSupplier isPipe;

  /**
   * Makes an output.
   *
   * @param isPipe whether the reader may close its end before everything is written
   */
  public Output(OutputStream to, BooleanSupplier isPipe) {
    // Output is UTF-8 in every locale, since JSON is.
    this(to, isPipe, StandardCharsets.UTF_8);
  }

  /** Makes an output whose text is in an encoding of the terminal. */
  Output(OutputStream to, BooleanSupplier isPipe, Charset charset) {
    this(new Watched(to), isPipe, charset);
  }

  private Output(Watched to, BooleanSupplier isPipe, Charset charset) {
    super(new RedactingWriter(new OutputStreamWriter(to, charset)));
    this.to = to;
    this.isPipe = isPipe;
  }

  /**
   * Returns the stream for contents that are written as they are, after the text that was written
   * before. It has no buffer. Closing it does nothing but flush.
   */
  public OutputStream bytes() {
    flush();
    return to;
  }

  /** Returns the error that prevented output, if any. A closed pipe is not an error. */
  public Optional<String> lost() {
    flush();
    return Optional.ofNullable(to.error).filter(e -> !isPipe.getAsBoolean()).map(IoErrors::of);
  }

  private static final class Watched extends FilterOutputStream {
    private volatile @Nullable IOException error;

    Watched(OutputStream to) {
      super(to);
    }

    private interface Work {
      void run() throws IOException;
    }

    private void watch(Work work) throws IOException {
      try {
        work.run();
      } catch (IOException e) {
        error = error == null ? e : error;
        throw e;
      }
    }

    @Override
    public void write(int b) throws IOException {
      watch(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      watch(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      watch(out::flush);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
