package dev.ghsync.sync.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits in hooks of the fake GitHub for what happens elsewhere. */
public final class Latches {
  private Latches() {}

  /** Waits, and fails after some seconds. */
  public static void await(CountDownLatch latch, int seconds) {
    try {
      assertThat(latch.await(seconds, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
