package dev.ghsync.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Handles SIGINT and SIGTERM: stops the work, waits briefly until it has ended, and lets the JVM
 * exit with 130 or 143, its own codes for these signals. A second signal exits at once.
 */
final class SignalHandler {
  private static final long GRACE_MS = 1800;
  private static final Map<String, Integer> ENDS = Map.of("INT", 130, "TERM", 143);

  private SignalHandler() {}

  /**
   * Runs the work.
   *
   * @param stop called from another thread where a signal arrives meanwhile
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
    endAtSecondSignal();
    stop.run();
    try {
      if (!ended.await(GRACE_MS, TimeUnit.MILLISECONDS)) {
        LoggerFactory.getLogger(SignalHandler.class).info("the work did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Lets a second signal exit at once; by default Java lets it wait for the hooks of the first. The
   * class for this is in {@code jdk.unsupported}, of which compilers warn, so it is called by name.
   * It is called only after a first signal, because it would slow down each start.
   */
  private static void endAtSecondSignal() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method handle = signal.getMethod("handle", signal, handler);
      for (Map.Entry<String, Integer> end : ENDS.entrySet()) {
        Object halt =
            Proxy.newProxyInstance(
                SignalHandler.class.getClassLoader(),
                new Class<?>[] {handler},
                (proxy, method, arguments) -> {
                  Runtime.getRuntime().halt(end.getValue());
                  return null;
                });
        handle.invoke(null, signal.getConstructor(String.class).newInstance(end.getKey()), halt);
      }
    } catch (ReflectiveOperationException e) {
      LoggerFactory.getLogger(SignalHandler.class).debug("a second signal cannot be handled", e);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // the hook runs already
    }
  }
}
