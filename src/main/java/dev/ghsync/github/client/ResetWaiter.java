package dev.ghsync.github.client;

import dev.ghsync.http.Outcome.RateLimited;
import dev.ghsync.http.RetryPolicy;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits for the end of limits where the user allows the wait.
 *
 * <p>Secondary limits that pass within a minute are waited for in any case, until such pauses add
 * up to more than {@link #FREE_PAUSES} without a success in between.
 */
final class ResetWaiter {
  private static final Duration FREE_PAUSES = Duration.ofSeconds(90);
  private static final int MOST_PAUSES = 50;

  private final GitHubSettings settings;
  private final RateLimiter limiter;
  private final RetryPolicy retryPolicy;
  private final ReentrantLock lock = new ReentrantLock();

  /** The length of all pauses since the last success. */
  private final AtomicLong pausedMillis = new AtomicLong();

  ResetWaiter(GitHubSettings settings, RateLimiter limiter, RetryPolicy retryPolicy) {
    this.settings = settings;
    this.limiter = limiter;
    this.retryPolicy = retryPolicy;
  }

  void noteSuccess() {
    pausedMillis.set(0);
  }

  /**
   * Waits until a limit has passed. Returns false where it may not be waited for.
   *
   * @param pauses how many limits the request has met
   */
  boolean waitForReset(ApiCall.Kind resource, RateLimited<?> limited, int pauses)
      throws InterruptedException {
    Duration wait = pause(limited, pauses);
    boolean isAllowed =
        settings.bounds().maxWait().stream().anyMatch(most -> wait.compareTo(most) <= 0)
            || isFree(limited, wait);
    if (!isAllowed || pauses > MOST_PAUSES || !retryPolicy.isBeforeDeadline(wait)) {
      return false;
    }
    lock.lockInterruptibly();
    try {
      if (limiter.isShut(resource)) { // another thread may have waited
        settings.waiting().accept(Instant.now().plus(wait), limited.failure());
        retryPolicy.sleep(wait);
        pausedMillis.addAndGet(wait.toMillis());
        limiter.reopen(resource);
      }
    } finally {
      lock.unlock();
    }
    return true;
  }

  /** Whether the wait needs no permission of the user. */
  private boolean isFree(RateLimited<?> limited, Duration wait) {
    boolean isSecondary = limited.failure().code() == FailureCode.SECONDARY_RATE_LIMITED;
    boolean isBearable = pausedMillis.get() + wait.toMillis() <= FREE_PAUSES.toMillis();
    Duration free = isSecondary && isBearable ? RetryPolicy.SHORT_PAUSE : Duration.ZERO;
    return wait.compareTo(free) <= 0;
  }

  /** Returns the time that GitHub named; a guess doubles with each pause. */
  private static Duration pause(RateLimited<?> limited, int pauses) {
    Duration wait = limited.pause();
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return limited.exact() ? wait : wait.multipliedBy(1L << Math.min(pauses - 1, 6));
  }
}
