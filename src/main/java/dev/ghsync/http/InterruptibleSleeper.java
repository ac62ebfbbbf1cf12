package dev.ghsync.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Sleep that another thread can end. */
final class InterruptibleSleeper {
  private final Sleeper sleeper;
  private final Set<Thread> asleep = new HashSet<>();
  private boolean stopped;

  InterruptibleSleeper(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  /**
   * Sleeps.
   *
   * @throws InterruptedException if {@link #stop} was called, or the thread was interrupted
   */
  void sleep(Duration duration) throws InterruptedException {
    Thread self = Thread.currentThread();
    begin(self);
    try {
      sleeper.sleep(duration);
    } finally {
      end(self);
    }
  }

  /** Ends every sleep, also later ones. */
  synchronized void stop() {
    stopped = true;
    asleep.forEach(Thread::interrupt);
  }

  private synchronized void begin(Thread self) throws InterruptedException {
    if (stopped) {
      throw new InterruptedException();
    }
    asleep.add(self);
  }

  private synchronized void end(Thread self) {
    asleep.remove(self);
    if (stopped) {
      // The interrupt came from stop(): the thread still has files and databases to close.
      Thread.interrupted();
    }
  }
}
