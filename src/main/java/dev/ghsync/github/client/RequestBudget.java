package dev.ghsync.github.client;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import java.util.OptionalLong;

/**
 * The number of charged requests that a command may send, by all of its clients together. A request
 * waits while those under way could use up the rest of the number. Safe for threads.
 */
public final class RequestBudget {
  private final OptionalLong most;
  private long charged;
  private long inFlight;

  /**
   * Nothing is spent yet.
   *
   * @param most empty: there is no bound
   */
  public RequestBudget(OptionalLong most) {
    this.most = most;
  }

  /** Returns whether one more request may be sent; if so, {@link #release} follows it. */
  synchronized boolean acquire() throws InterruptedException {
    while (!isSpent() && inFlight > 0 && charged + inFlight >= most.orElse(Long.MAX_VALUE)) {
      wait();
    }
    if (isSpent()) {
      return false;
    }
    inFlight++;
    return true;
  }

  synchronized void release(boolean wasCharged) {
    inFlight--;
    charged += wasCharged ? 1 : 0;
    notifyAll();
  }

  private boolean isSpent() {
    return charged >= most.orElse(Long.MAX_VALUE);
  }

  /** Returns the failure of a request that is not sent. */
  Failure spent() {
    return Failure.of(
        FailureCode.BUDGET,
        "the %d requests given with --max-requests are used up; run again to continue"
            .formatted(most.orElseThrow()));
  }
}
