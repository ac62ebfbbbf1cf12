package dev.ghsync.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * SIGINT and SIGTERM: the work is told to stop and has a moment to end in order; then the JVM exits
 * with 130 or 143, as it does for these signals anyway.
 */
final class Interruption {
  private static final long PATIENCE_MS = 1800;

  private Interruption() {}

  /**
   * Does the work.
   *
   * @param stop called from another thread where a signal comes meanwhile
   */
  static <T> T stopping(Runnable stop, Supplier<T> work) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> stopAndAwait(stop, ended), "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      ended.countDown();
      remove(hook);
    }
  }

  private static void stopAndAwait(Runnable stop, CountDownLatch ended) {
    stop.run();
    try {
      if (!ended.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        LoggerFactory.getLogger(Interruption.class).info("the work did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // the hook runs, and has just been told
    }
  }
}
