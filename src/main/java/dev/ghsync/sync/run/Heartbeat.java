package dev.ghsync.sync.run;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an action at intervals on its own thread until it is closed. The action records that the
 * process is alive, which distinguishes a long run from one that was killed. The first call is
 * after the first interval, so a short run has no extra cost.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  /** Several times within the minute after which {@code sync_states} considers a run killed. */
  static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Thread thread;

  private Heartbeat(Runnable action, Duration interval) {
    thread = new Thread(() -> beat(action, interval), "ghsync-heartbeat");
    thread.setDaemon(true);
  }

  static Heartbeat start(Runnable action, Duration interval) {
    Heartbeat heartbeat = new Heartbeat(action, interval);
    heartbeat.thread.start();
    return heartbeat;
  }

  private static void beat(Runnable action, Duration interval) {
    try {
      while (true) {
        Thread.sleep(interval.toMillis());
        action.run();
      }
    } catch (InterruptedException closed) {
      LOG.trace("the run has ended");
    } catch (RuntimeException e) {
      LOG.debug("the heartbeat could not be recorded", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
