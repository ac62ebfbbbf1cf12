package dev.ghsync.git;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before trying again: exponential, with full jitter. */
final class Backoff {
  private static final long FIRST_MILLIS = 1000;
  private static final long LONGEST_MILLIS = 30_000;

  private Backoff() {}

  /** Before the n-th repetition, from 1: between nothing and 1, 2, 4 … 30 seconds. */
  static Duration before(int repetition) {
    long bound = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(repetition - 1, 10));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound + 1));
  }
}
