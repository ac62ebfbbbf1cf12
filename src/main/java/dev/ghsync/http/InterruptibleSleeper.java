package dev.ghsync.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Sleep that ends at once when the connection is stopped. */
public final class InterruptibleSleeper {
  private final Sleeper sleeper;
  private final Set<Thread> asleep = new HashSet<>();
  private boolean stopped;

  public InterruptibleSleeper(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  /**
   * Sleeps.
   *
   * @throws InterruptedException where the connection was stopped, or the thread interrupted
   */
  public void nap(Duration duration) throws InterruptedException {
    Thread self = Thread.currentThread();
    sleep(self);
    try {
      sleeper.sleep(duration);
    } finally {
      getUp(self);
    }
  }

  public synchronized void stop() {
    stopped = true;
    asleep.forEach(Thread::interrupt);
  }

  private synchronized void sleep(Thread self) throws InterruptedException {
    if (stopped) {
      throw new InterruptedException();
    }
    asleep.add(self);
  }

  private synchronized void getUp(Thread self) {
    asleep.remove(self);
    if (stopped) {
      // woken by us: the thread's own work, closing files and databases, must not see it
      Thread.interrupted();
    }
  }
}
