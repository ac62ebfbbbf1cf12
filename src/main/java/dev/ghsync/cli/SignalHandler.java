package dev.ghsync.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * SIGINT and SIGTERM: the work is told to stop and has a moment to end in order; then the JVM exits
 * with 130 or 143, as it does for these signals anyway. A second one ends it at once.
 */
final class SignalHandler {
  private static final long PATIENCE_MS = 1800;
  private static final Map<String, Integer> ENDS = Map.of("INT", 130, "TERM", 143);

  private SignalHandler() {}

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
    endAtSecondSignal();
    stop.run();
    try {
      if (!ended.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        LoggerFactory.getLogger(SignalHandler.class).info("the work did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Java lets a second signal wait for the hooks of the first. The way around that is in {@code
   * jdk.unsupported}, which compilers warn of, so it is called by name; and only here, after the
   * first signal, since it would make each start slower.
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
      LoggerFactory.getLogger(SignalHandler.class).debug("a second signal will have to wait", e);
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
