package dev.ghsync.git.pack;

/** Reads a pack from its spool file, in any order. */
final class SpoolInput extends PackInput {
  private static final int BUFFER_BYTES = 64 << 10;

  private static final int SOME_BYTES = 4 << 10;

  private final SpoolFile spool;
  private final int leastBytes;
  private long nextEntry;

  private SpoolInput(SpoolFile spool, int leastBytes) {
    super(BUFFER_BYTES);
    this.spool = spool;
    this.leastBytes = leastBytes;
  }

  /** Returns an input that reads little more than the entry; the next one is often needed next. */
  static SpoolInput anyOrder(SpoolFile spool) {
    return new SpoolInput(spool, SOME_BYTES);
  }

  /** Returns an input that fills its buffer, because all entries are read in order. */
  static SpoolInput inOrder(SpoolFile spool) {
    return new SpoolInput(spool, BUFFER_BYTES);
  }

  /** Moves to an entry that ends at {@code end}. */
  void moveTo(long position, long end) {
    nextEntry = end;
    moveTo(position);
  }

  @Override
  int fill() {
    long wanted = Math.max(nextEntry - position(), leastBytes);
    int got = spool.read(position(), buffer, 0, (int) Math.min(wanted, buffer.length));
    return got == 0 ? -1 : got;
  }
}
