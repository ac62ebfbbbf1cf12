package dev.ghsync.github;

import dev.ghsync.http.InterruptibleSleeper;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Asks again where that may help: what broke, after a back-off that grows; what a limit stopped,
 * after the limit, where the user allows the wait. It never answers {@link Answer.RateLimited}.
 *
 * <p>Secondary limits that pass within a minute are slept out without being allowed, until such
 * pauses add up to more than {@link #FREE_PAUSES} and nothing was answered in between.
 */
public final class RetryPolicy {
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final Duration ALWAYS_WAITED = Duration.ofSeconds(60);

  /** For one question: whatever is not answered by then is left to the next run. */
  private static final Duration ALL_TRIES = Duration.ofMinutes(2);

  private static final Duration FREE_PAUSES = Duration.ofSeconds(90);
  private static final int PAUSES = 50;

  private final GitHub.Settings settings;
  private final RequestExecutor executor;
  private final RateLimiter limiter;
  private final InterruptibleSleeper sleeper;
  private final ReentrantLock limit = new ReentrantLock();

  /** Of pauses since the last answer. */
  private final AtomicLong pausedMillis = new AtomicLong();

  RetryPolicy(
      GitHub.Settings settings,
      RequestExecutor executor,
      RateLimiter limiter,
      InterruptibleSleeper sleeper) {
    this.settings = settings;
    this.executor = executor;
    this.limiter = limiter;
    this.sleeper = sleeper;
  }

  /**
   * Asks until there is an answer.
   *
   * @param again it repeats a request that failed: then it is not tried once more
   */
  public <T> Answer<T> ask(ApiRequest<T> question, boolean again, Consumer<ApiCall> listener) {
    try {
      return new RetryLoop<>(question, again, listener).untilAnswered();
    } catch (InterruptedException e) {
      if (!limiter.isStopped()) {
        Thread.currentThread().interrupt();
      }
      return new Answer.Rejected<>(Failure.STOPPED);
    }
  }

  /** Whether what began then, by {@link System#nanoTime}, may still be tried again. */
  static boolean lastsSince(long begin) {
    return lastsSince(begin, Duration.ZERO);
  }

  private static boolean lastsSince(long begin, Duration wait) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
    return elapsed.plus(wait).compareTo(ALL_TRIES) <= 0;
  }

  private boolean isBeforeDeadline(Duration wait) {
    return limiter.isBeforeDeadline(Instant.now().plus(wait));
  }

  /** One question until its answer. */
  private final class RetryLoop<T> {
    private final ApiRequest<T> question;
    private final boolean again;
    private final Consumer<ApiCall> listener;
    private final long begin = System.nanoTime();
    private int failed;
    private int pauses;
    private boolean sent;

    RetryLoop(ApiRequest<T> question, boolean again, Consumer<ApiCall> listener) {
      this.question = question;
      this.again = again;
      this.listener = listener;
    }

    Answer<T> untilAnswered() throws InterruptedException {
      while (true) {
        Answer<T> answer = executor.ask(question, again || sent, listener);
        if (answer instanceof Answer.TransientFailure<T> trouble) {
          failed++;
          sent = true;
          if (!backOff(trouble)) {
            return answer;
          }
        } else if (answer instanceof Answer.RateLimited<T> limited) {
          pauses++;
          sent |= limited.sent();
          if (!waitForReset(limited)) {
            return new Answer.Rejected<>(limited.failure());
          }
        } else {
          if (answer instanceof Answer.Success<T>) {
            pausedMillis.set(0);
          }
          return answer;
        }
      }
    }

    /** False where it is not worth another try. */
    private boolean backOff(Answer.TransientFailure<T> trouble) throws InterruptedException {
      Duration wait = trouble.retryAfter().orElseGet(this::jitter);
      boolean hopeless =
          again
              || failed > trouble.moreTries()
              || !isWaitedFor(wait, ALWAYS_WAITED)
              || !lastsSince(begin, wait)
              || !isBeforeDeadline(wait);
      if (hopeless) {
        return false;
      }
      sleeper.nap(wait);
      return true;
    }

    /** False where the limit may not be waited for. */
    private boolean waitForReset(Answer.RateLimited<T> limited) throws InterruptedException {
      Duration wait = pause(limited);
      boolean pause = limited.failure().code() == FailureCode.SECONDARY_RATE_LIMITED;
      boolean bearable = pausedMillis.get() + wait.toMillis() <= FREE_PAUSES.toMillis();
      Duration free = pause && bearable ? ALWAYS_WAITED : Duration.ZERO;
      if (!isWaitedFor(wait, free) || pauses > PAUSES || !isBeforeDeadline(wait)) {
        return false;
      }
      limit.lockInterruptibly();
      try {
        if (limiter.isShut(question.resource())) {
          settings.waiting().accept(Instant.now().plus(wait), limited.failure());
          sleeper.nap(wait);
          pausedMillis.addAndGet(wait.toMillis());
          limiter.reopen(question.resource());
        }
      } finally {
        limit.unlock();
      }
      return true;
    }

    /** What GitHub said, exactly; a guess doubles each time. */
    private Duration pause(Answer.RateLimited<T> limited) {
      Duration wait = limited.pause();
      if (wait.isNegative()) {
        return Duration.ZERO;
      }
      return limited.told() ? wait : wait.multipliedBy(1L << Math.min(pauses - 1, 6));
    }

    /** Exponential back-off; half of it is random. All tries together span some seconds. */
    private Duration jitter() {
      long most = FIRST_BACKOFF.multipliedBy(1L << (failed - 1)).toMillis();
      return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }

    private boolean isWaitedFor(Duration wait, Duration free) {
      return wait.compareTo(settings.maxWait().orElse(free)) <= 0 || wait.compareTo(free) <= 0;
    }
  }
}
