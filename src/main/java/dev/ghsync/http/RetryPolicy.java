package dev.ghsync.http;

import dev.ghsync.http.Outcome.RateLimited;
import dev.ghsync.http.Outcome.TransientFailure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Sends a request again where that may help, after a back-off that grows. */
public final class RetryPolicy {
  /** The usual number of retries. */
  public static final int RETRIES = 3;

  /** A pause of this length is always waited for. */
  public static final Duration SHORT_PAUSE = Duration.ofSeconds(60);

  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);

  /** A request that is not answered by then is left to the next run. */
  private static final Duration ALL_TRIES = Duration.ofMinutes(2);

  private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);
  private static final int MOST_DIGITS = 9;

  private final Duration longestPause;
  private final Optional<Instant> deadline;
  private final InterruptibleSleeper sleeper;
  private final InstantSource clock;

  /**
   * A policy for one server.
   *
   * @param maxWait the pause to wait for, where that is more than {@link #SHORT_PAUSE}
   */
  public RetryPolicy(HttpSettings settings, Optional<Duration> maxWait) {
    this.longestPause = maxWait.filter(wait -> wait.compareTo(SHORT_PAUSE) > 0).orElse(SHORT_PAUSE);
    this.deadline = settings.deadline();
    this.clock = settings.clock();
    this.sleeper = new InterruptibleSleeper(settings.sleeper());
  }

  /** Sends a request once. */
  public interface Attempt<T> {
    /**
     * Sends the request.
     *
     * @param retry whether it repeats a request that failed
     */
    Outcome<T> send(boolean retry) throws InterruptedException;

    /**
     * Waits until a limit has passed. Returns false where the limit may not be waited for.
     *
     * @param pauses how many limits the request has met
     */
    default boolean waitForReset(RateLimited<T> limited, int pauses) throws InterruptedException {
      return false;
    }
  }

  /**
   * Sends a request until it has an outcome that a retry does not change. The outcome is never
   * {@link RateLimited}.
   *
   * @param failedBefore the request failed in an earlier run: then it is sent once
   */
  public <T> Outcome<T> run(Attempt<T> attempt, boolean failedBefore) throws InterruptedException {
    Tries tries = new Tries();
    boolean retry = failedBefore;
    for (int pauses = 1; ; ) {
      Outcome<T> outcome = attempt.send(retry);
      if (outcome instanceof TransientFailure<T> failure) {
        Optional<Duration> wait = failedBefore ? Optional.empty() : tries.next(failure);
        if (wait.isEmpty()) {
          return outcome;
        }
        sleeper.sleep(wait.get());
        retry = true;
      } else if (outcome instanceof RateLimited<T> limited) {
        if (!attempt.waitForReset(limited, pauses++)) {
          return new Outcome.Rejected<>(limited.failure());
        }
        retry |= limited.sent();
      } else {
        return outcome;
      }
    }
  }

  /** Sleeps until the time has passed or {@link #stop} is called. */
  public void sleep(Duration pause) throws InterruptedException {
    sleeper.sleep(pause);
  }

  /** Ends every pause, also later ones. */
  public void stop() {
    sleeper.stop();
  }

  /** Whether a request may start after a pause. */
  public boolean isBeforeDeadline(Duration pause) {
    return deadline.stream().allMatch(clock.instant().plus(pause)::isBefore);
  }

  /**
   * Returns the pause of {@code Retry-After}, given in seconds or as a date (RFC 9110, 10.2.3), and
   * at most a day; empty where the header is missing or not understood.
   *
   * @param now by the server's clock
   */
  public static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
    return headers
        .text("Retry-After")
        .flatMap(value -> value.matches("[0-9]+") ? seconds(value) : until(value, now))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait);
  }

  private static Optional<Duration> seconds(String digits) {
    return Optional.of(
        digits.length() > MOST_DIGITS
            ? LONGEST_RETRY_AFTER
            : Duration.ofSeconds(Long.parseLong(digits)));
  }

  private static Optional<Duration> until(String date, Instant now) {
    try {
      Instant at = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, at));
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  /** The failures of one request so far. */
  private final class Tries {
    private Instant begin = clock.instant();
    private int failures;
    private int cuts;

    /** Returns the pause before the next try; empty where no further one is worth making. */
    Optional<Duration> next(TransientFailure<?> failure) {
      boolean cut = failure.kind() == Outcome.Kind.CUT;
      if (cut) {
        begin = clock.instant();
        cuts++;
      } else {
        failures++;
      }
      Duration wait = failure.retryAfter().orElseGet(this::backOff);
      boolean isWorthIt =
          (cut ? cuts : failures) <= failure.retries()
              && wait.compareTo(longestPause) <= 0
              && !clock.instant().plus(wait).isAfter(begin.plus(ALL_TRIES))
              && isBeforeDeadline(wait);
      return isWorthIt ? Optional.of(wait) : Optional.empty();
    }

    /** Returns an exponential back-off of which half is random. */
    private Duration backOff() {
      long most = FIRST_BACKOFF.multipliedBy(1L << (failures + cuts - 1)).toMillis();
      return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }
  }
}
