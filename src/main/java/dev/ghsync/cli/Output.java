package dev.ghsync.cli;

import dev.ghsync.model.IoErrors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Standard output: a {@link PrintWriter} that remembers why something could not be written, and
 * that writes no secret.
 */
final class Output extends PrintWriter {
  private final Watched to;
  private final BooleanSupplier isPipe;

  /**
   * Writes to {@code to}.
   *
   * @param isPipe whether somebody reads it who may go away; asked where writing failed
   */
  Output(Writer to, BooleanSupplier isPipe) {
    this(new Watched(to), isPipe);
  }

  private Output(Watched to, BooleanSupplier isPipe) {
    super(to);
    this.to = to;
    this.isPipe = isPipe;
  }

  /** Why not all that was printed has arrived; a reader that has seen enough is no such reason. */
  Optional<String> lost() {
    flush();
    return Optional.ofNullable(to.fault).filter(e -> !isPipe.getAsBoolean()).map(IoErrors::of);
  }

  private static final class Watched extends RedactingWriter {
    private volatile @Nullable IOException fault;

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
        fault = fault == null ? e : fault;
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
