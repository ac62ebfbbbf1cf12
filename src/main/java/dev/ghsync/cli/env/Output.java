package dev.ghsync.cli.env;

import dev.ghsync.model.IoErrors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Standard output, without secrets. It keeps the first error of writing. */
public final class Output extends PrintWriter {
  private final Watched to;
  private final BooleanSupplier isPipe;

  /**
   * Makes an output.
   *
   * @param isPipe whether the reader may close its end before everything is written
   */
  public Output(Writer to, BooleanSupplier isPipe) {
    this(new Watched(to), isPipe);
  }

  private Output(Watched to, BooleanSupplier isPipe) {
    super(to);
    this.to = to;
    this.isPipe = isPipe;
  }

  /** Returns the error that prevented output, if any. A closed pipe is not an error. */
  public Optional<String> lost() {
    flush();
    return Optional.ofNullable(to.error).filter(e -> !isPipe.getAsBoolean()).map(IoErrors::of);
  }

  private static final class Watched extends RedactingWriter {
    private volatile @Nullable IOException error;

    Watched(Writer to) {
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
    public void write(int c) throws IOException {
      watch(() -> super.write(c));
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      watch(() -> super.write(text, offset, length));
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      watch(() -> super.write(text, offset, length));
    }

    @Override
    public void flush() throws IOException {
      watch(super::flush);
    }
  }
}
