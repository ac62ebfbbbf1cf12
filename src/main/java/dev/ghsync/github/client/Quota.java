package dev.ghsync.github.client;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The state of one of GitHub's limits, as responses showed it. REST and GraphQL have one each. Not
 * safe for threads: {@link RateLimiter} guards it.
 */
public final class Quota {
  /** Added to every reset, since clocks differ, even GitHub's own. */
  public static final Duration SLACK = Duration.ofSeconds(3);

  private final String name;
  private final LongUnaryOperator reserve;
  private @Nullable RateLimit latest;
  private @Nullable Failure blocked;
  private long inFlight;

  Quota(String name, LongUnaryOperator reserve) {
    this.name = name;
    this.reserve = reserve;
  }

  Optional<RateLimit> latest() {
    return Optional.ofNullable(latest);
  }

  /** Responses overtake each other: within an hour the one with the least left is the newest. */
  void update(RateLimit limit) {
    boolean isOvertaken =
        latest != null
            && latest.resetAt().equals(limit.resetAt())
            && latest.remaining() < limit.remaining();
    if (!isOvertaken) {
      latest = limit;
    }
  }

  /** Refuses requests until the failure's {@code retryAt}. */
  void block(Failure failure) {
    blocked = failure;
  }

  /** Ends the block after the wait; the state of a limit that was spent before it is old. */
  void reopen() {
    boolean isSecondary = blocked != null && blocked.code() == FailureCode.SECONDARY_RATE_LIMITED;
    if (!isSecondary) {
      latest = null;
    }
    blocked = null;
  }

  void acquire() {
    inFlight++;
  }

  void release() {
    inFlight--;
  }

  /** Returns the reason why no request may be sent now; empty where one may. */
  Optional<Failure> refusal(Instant now) {
    if (blocked != null) {
      if (blocked.retryAt().stream().anyMatch(now::isBefore)) {
        return Optional.of(blocked);
      }
      blocked = null;
    }
    return current(now).filter(limit -> aboveReserve(limit) <= 0).map(this::keptInReserve);
  }

  /** Whether the requests under way may already use up what is left above the reserve. */
  boolean isTight(Instant now) {
    return current(now).filter(limit -> aboveReserve(limit) <= inFlight).isPresent();
  }

  private Optional<RateLimit> current(Instant now) {
    return latest().filter(limit -> now.isBefore(limit.resetAt()));
  }

  private long aboveReserve(RateLimit limit) {
    return limit.remaining() - reserve(limit);
  }

  private long reserve(RateLimit limit) {
    return reserve.applyAsLong(limit.limit());
  }

  private Failure keptInReserve(RateLimit limit) {
    String message =
        "%d of %d %s requests are left until %s and %d are kept in reserve; run again after that"
            .formatted(
                limit.remaining(),
                limit.limit(),
                name,
                Times.second(limit.resetAt()),
                reserve(limit));
    FailureCode code = limit.remaining() > 0 ? FailureCode.BUDGET : FailureCode.RATE_LIMITED;
    return Failure.of(code, message).retryAt(limit.resetAt().plus(SLACK));
  }
}
