package dev.ghsync.http;

import java.time.Duration;

/** How time passes while a request waits for its next try; tests have one that only notes it. */
public interface Sleeper {
  void sleep(Duration duration) throws InterruptedException;
}
