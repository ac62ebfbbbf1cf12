package dev.ghsync.http;

import java.time.Duration;

/** Waits between two tries. Tests replace it, so that they need not wait. */
public interface Sleeper {
  /** Blocks the thread. */
  Sleeper THREAD = duration -> Thread.sleep(duration.toMillis());

  void sleep(Duration duration) throws InterruptedException;
}
