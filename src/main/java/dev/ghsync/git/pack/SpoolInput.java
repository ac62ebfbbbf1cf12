package dev.ghsync.git.pack;

/** Reads a pack from its spool file, in any order. */
final class SpoolInput extends PackInput {
  private static final int BUFFER_BYTES = 64 << 10;

  /** The least to read at once; the next entry is often needed next. */
  private static final int LEAST_BYTES = 4 << 10;

  private final SpoolFile spool;
  private long nextEntry;

  SpoolInput(SpoolFile spool) {
    super(BUFFER_BYTES);
    this.spool = spool;
  }

  /** Moves to an entry that ends at {@code end}. */
  void moveTo(long position, long end) {
    nextEntry = end;
    moveTo(position);
  }

  @Override
  int fill() {
    long wanted = Math.max(nextEntry - position(), LEAST_BYTES);
    int got = spool.read(position(), buffer, 0, (int) Math.min(wanted, buffer.length));
    return got == 0 ? -1 : got;
  }
}
