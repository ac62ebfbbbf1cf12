package dev.ghsync.sync;

import dev.ghsync.model.RateLimit;
import dev.ghsync.model.Times;
import dev.ghsync.model.Trigger;
import dev.ghsync.store.state.RepoStates;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/**
 * Decides whether a sync may start now. It reads no clock and no database.
 *
 * @param cooldown between a success and the next start
 * @param force ignore the cooldown and a remembered block
 * @param reserve requests to leave to others of a limit of so many an hour
 * @param maxWait a block that ends within this time is slept out; empty: none is
 */
public record SyncPolicy(
    Duration cooldown, boolean force, LongUnaryOperator reserve, Optional<Duration> maxWait) {
  private static final Duration STALE = Duration.ofHours(24);

  /** GitHub's limits reset within an hour, and a pause lasts at most a day. */
  private static final Duration LONGEST_BLOCK = Duration.ofHours(25);

  /** Returns the policy of a run with these settings. */
  public static SyncPolicy of(SyncSettings settings) {
    return new SyncPolicy(
        settings.minInterval(), settings.force(), reserve(settings), settings.limits().maxWait());
  }

  /** Returns the requests to leave of an hourly limit: the user's number, else the trigger's. */
  public static LongUnaryOperator reserve(SyncSettings settings) {
    OptionalLong chosen = settings.limits().reserve();
    return chosen.isPresent() ? limit -> chosen.getAsLong() : reserve(settings.trigger());
  }

  /** Returns the cooldown of a trigger. */
  static Duration cooldown(Trigger trigger) {
    return switch (trigger) {
      case MANUAL, WEBHOOK -> Duration.ZERO;
      case CRON -> Duration.ofSeconds(60);
      case MAINTENANCE -> Duration.ofMinutes(15);
    };
  }

  /**
   * Returns the reserve of a trigger: 100 or a tenth of the limit, whichever is less. Cron and
   * maintenance leave a tenth for webhooks and users.
   */
  static LongUnaryOperator reserve(Trigger trigger) {
    return switch (trigger) {
      case CRON, MAINTENANCE -> limit -> limit / 10;
      case MANUAL, WEBHOOK -> limit -> Math.min(100, limit / 10);
    };
  }

  /**
   * The remembered state of a repository.
   *
   * @param running a process holds the repository's lock
   * @param lastAttemptAt the end of the last run, by our clock
   * @param blockedUntil the end of a remembered limit
   * @param clockAhead how far GitHub's clock, which limits refer to, was ahead of ours at the last
   *     attempt
   */
  public record RepoState(
      boolean running,
      Optional<Instant> lastSuccessAt,
      Optional<Instant> lastAttemptAt,
      Optional<Instant> blockedUntil,
      Optional<RateLimit> rateLimit,
      Duration clockAhead) {

    public static RepoState of(RepoStates.State known, boolean running) {
      return new RepoState(
          running,
          known.lastSuccessAt(),
          known.lastAttemptAt(),
          known.blockedUntil(),
          known.rateLimit(),
          known.clockAhead());
    }
  }

  /** Returns the time by GitHub's clock, with the difference that the last run measured. */
  public static Instant githubTime(RepoStates.State known, Instant now) {
    return githubTime(known.lastAttemptAt(), known.clockAhead(), now);
  }

  /** A last attempt in the future was dated by a wrong clock, so its difference is wrong too. */
  private static Instant githubTime(Optional<Instant> lastAttempt, Duration ahead, Instant now) {
    return lastAttempt.stream().anyMatch(now::isBefore) ? now : now.plus(ahead);
  }

  /**
   * Decides for {@code trigger} at {@code now}, by our own clock. A success in the future, or a
   * block that ends later than a block can last, is due to a wrong clock and no reason to wait.
   */
  public Decision evaluate(RepoState state, Trigger trigger, Instant now) {
    if (state.running()) {
      return block("another sync of this repository runs", now, Optional.empty());
    }
    if (force) {
      return Decision.start("forced");
    }
    Instant theirs = githubTime(state.lastAttemptAt(), state.clockAhead(), now);
    Optional<Instant> blocked = state.blockedUntil().filter(until -> isBlock(until, theirs));
    if (blocked.isPresent()) {
      return block(
          "GitHub's limit leaves no request before %s; --force starts all the same"
              .formatted(Times.second(blocked.get())),
          theirs,
          blocked);
    }
    Optional<RateLimit> spent = state.rateLimit().filter(limit -> isBlock(limit.resetAt(), theirs));
    if (spent.isPresent() && spent.get().remaining() <= reserve.applyAsLong(spent.get().limit())) {
      return block(
          "%d requests of the hourly limit are left, %d are kept in reserve; it resets at %s"
              .formatted(
                  spent.get().remaining(),
                  reserve.applyAsLong(spent.get().limit()),
                  Times.second(spent.get().resetAt())),
          theirs,
          Optional.of(spent.get().resetAt()));
    }
    return cooledDown(state, trigger, now);
  }

  private static boolean isBlock(Instant until, Instant now) {
    return now.isBefore(until) && !until.isAfter(now.plus(LONGEST_BLOCK));
  }

  private Decision cooledDown(RepoState state, Trigger trigger, Instant now) {
    if (state.lastSuccessAt().isEmpty()) {
      return Decision.start("never synced");
    }
    Duration age = Duration.between(state.lastSuccessAt().get(), now);
    if (age.isNegative()) {
      return Decision.start(
          "the last success is dated %s, which is in the future: a clock was wrong"
              .formatted(Times.second(state.lastSuccessAt().get())));
    }
    if (age.compareTo(STALE) >= 0) {
      return Decision.start("stale for more than 24 hours");
    }
    Duration left = cooldown.minus(age);
    if (left.isNegative() || left.isZero()) {
      return Decision.start(trigger.text());
    }
    return new Decision(
        Decision.Action.SKIP,
        "synced %d s ago; the next may start in %d s"
            .formatted(age.toSeconds(), left.toSeconds() + 1),
        left,
        Optional.empty());
  }

  private Decision block(String reason, Instant now, Optional<Instant> until) {
    Duration left = until.map(at -> Duration.between(now, at)).orElse(Duration.ZERO);
    boolean waits =
        until.isPresent() && maxWait.stream().anyMatch(most -> left.compareTo(most) <= 0);
    return new Decision(waits ? Decision.Action.START : Decision.Action.BLOCK, reason, left, until);
  }
}
