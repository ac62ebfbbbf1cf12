package dev.ghsync.sync.object;

import java.util.concurrent.Semaphore;

/**
 * Limits the memory of large contents that are downloaded at the same time to a quarter of the
 * heap, since each takes twice its size while it is compressed. A content that is larger than that
 * is downloaded alone.
 */
final class DownloadMemory {
  private final int bytes = (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 4);
  private final Semaphore free = new Semaphore(bytes, true);

  /** The memory of one content: nothing until {@link #reserve}. Not thread-safe. */
  final class Reservation implements AutoCloseable {
    private int held;

    /** Waits for so many bytes. A retry of the download keeps what the first attempt reserved. */
    void reserve(long wanted) {
      if (held == 0) {
        held = (int) Math.min(wanted, bytes);
        free.acquireUninterruptibly(held);
      }
    }

    boolean isReserved() {
      return held > 0;
    }

    @Override
    public void close() {
      free.release(held);
    }
  }

  Reservation open() {
    return new Reservation();
  }
}
