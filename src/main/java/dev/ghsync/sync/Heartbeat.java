package dev.ghsync.sync;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a sign of life at intervals, from a thread of its own, until it is closed. A reader of the
 * database tells by it a run that lasts from one that was killed. Nothing is done before the first
 * interval is over, so a short run costs nothing more.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  /** Several times within the minute that the view {@code sync_states} waits for a sign. */
  static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Thread thread;

  private Heartbeat(Runnable sign, Duration interval) {
    thread = new Thread(() -> beat(sign, interval), "ghsync-heartbeat");
    thread.setDaemon(true);
  }

  static Heartbeat start(Runnable sign, Duration interval) {
    Heartbeat heartbeat = new Heartbeat(sign, interval);
    heartbeat.thread.start();
    return heartbeat;
  }

  private static void beat(Runnable sign, Duration interval) {
    try {
      while (true) {
        Thread.sleep(interval.toMillis());
        sign.run();
      }
    } catch (InterruptedException closed) {
      LOG.trace("the run has ended");
    } catch (RuntimeException e) {
      LOG.debug("no sign of life could be given", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
