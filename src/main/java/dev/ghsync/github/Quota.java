package dev.ghsync.github;

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
 * One of GitHub's limits, as far as answers have told it. REST and GraphQL have one each. Not safe
 * for threads: {@link RateLimiter} guards it.
 */
public final class Quota {
  /** A reset is not taken at its word: clocks differ, even GitHub's own. */
  public static final Duration SLACK = Duration.ofSeconds(3);

  private final String name;
  private final LongUnaryOperator reserve;
  private @Nullable RateLimit told;
  private @Nullable Failure blocked;
  private long inFlight;

  Quota(String name, LongUnaryOperator reserve) {
    this.name = name;
    this.reserve = reserve;
  }

  Optional<RateLimit> told() {
    return Optional.ofNullable(told);
  }

  /** Answers overtake each other: within an hour the one with the least left is the newest. */
  void update(RateLimit limit) {
    boolean overtaken =
        told != null
            && told.resetAt().equals(limit.resetAt())
            && told.remaining() < limit.remaining();
    if (!overtaken) {
      told = limit;
    }
  }

  /** GitHub has said no: until {@code retryAt} it is not asked again. */
  void block(Failure failure) {
    blocked = failure;
  }

  /** The wait is over; what was told of a spent limit before it is old. */
  void reopen() {
    boolean pause = blocked != null && blocked.code() == FailureCode.SECONDARY_RATE_LIMITED;
    if (!pause) {
      told = null;
    }
    blocked = null;
  }

  void acquire() {
    inFlight++;
  }

  void release() {
    inFlight--;
  }

  /** Why nothing may be sent now; empty where something may. */
  Optional<Failure> refusal(Instant now) {
    if (blocked != null) {
      if (blocked.retryAt().stream().anyMatch(now::isBefore)) {
        return Optional.of(blocked);
      }
      blocked = null;
    }
    return current(now).filter(limit -> above(limit) <= 0).map(this::keptBack);
  }

  /** Whether what is under way may already use up what is left over the reserve. */
  boolean isTight(Instant now) {
    return current(now).filter(limit -> above(limit) <= inFlight).isPresent();
  }

  /** What was told, while its hour lasts. */
  private Optional<RateLimit> current(Instant now) {
    return told().filter(limit -> now.isBefore(limit.resetAt()));
  }

  private long above(RateLimit limit) {
    return limit.remaining() - reserve(limit);
  }

  private long reserve(RateLimit limit) {
    return reserve.applyAsLong(limit.limit());
  }

  private Failure keptBack(RateLimit limit) {
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
