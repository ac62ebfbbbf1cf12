package dev.ghsync.sync.object;

import java.util.concurrent.Semaphore;

/**
 * Bounds the memory that large contents take which are downloaded at the same time: a third of the
 * heap. A content that is larger than that is downloaded alone.
 */
final class ContentRoom {
  private final int bytes = (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 3);
  private final Semaphore free = new Semaphore(bytes, true);

  /** The room that one content takes: nothing until {@link #take}. For one thread. */
  final class Share implements AutoCloseable {
    private int held;

    /** Waits until there is room for so many bytes. A second attempt keeps what the first took. */
    void take(long wanted) {
      if (held == 0) {
        held = (int) Math.min(wanted, bytes);
        free.acquireUninterruptibly(held);
      }
    }

    boolean isTaken() {
      return held > 0;
    }

    @Override
    public void close() {
      free.release(held);
    }
  }

  Share share() {
    return new Share();
  }
}
