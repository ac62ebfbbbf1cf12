package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.RateLimit;
import dev.ghsync.model.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SyncPolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(600);

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void everyBranch(
      String what,
      SyncPolicy.RepoState state,
      Trigger trigger,
      Duration cooldown,
      boolean force,
      Decision.Action expected) {
    SyncPolicy policy =
        new SyncPolicy(cooldown, force, SyncPolicy.reserve(trigger), Optional.empty());
    assertThat(policy.evaluate(state, trigger, NOW).action()).isEqualTo(expected);
  }

  static Stream<Arguments> everyBranch() {
    Duration none = Duration.ZERO;
    Duration minute = Duration.ofMinutes(1);
    Decision.Action start = Decision.Action.START;
    Decision.Action skip = Decision.Action.SKIP;
    Decision.Action block = Decision.Action.BLOCK;
    return Stream.of(
        Arguments.of("never synced", state(null, null, null), Trigger.CRON, minute, false, start),
        Arguments.of("running", running(), Trigger.MANUAL, none, false, block),
        Arguments.of("running, forced", running(), Trigger.MANUAL, none, true, block),
        Arguments.of("cooling down", state(10L, null, null), Trigger.CRON, minute, false, skip),
        Arguments.of("cooling, forced", state(10L, null, null), Trigger.CRON, minute, true, start),
        Arguments.of("cooled down", state(60L, null, null), Trigger.CRON, minute, false, start),
        Arguments.of("no cooldown", state(0L, null, null), Trigger.MANUAL, none, false, start),
        Arguments.of(
            "stale",
            state(86_400L, null, null),
            Trigger.MAINTENANCE,
            Duration.ofDays(30),
            false,
            start),
        Arguments.of("blocked", state(null, LATER, null), Trigger.MANUAL, none, false, block),
        Arguments.of(
            "blocked, forced", state(null, LATER, null), Trigger.MANUAL, none, true, start),
        Arguments.of("block is over", state(null, NOW, null), Trigger.MANUAL, none, false, start),
        Arguments.of(
            "limit spent", state(null, null, left(0, LATER)), Trigger.MANUAL, none, false, block),
        Arguments.of(
            "limit has reset", state(null, null, left(0, NOW)), Trigger.MANUAL, none, false, start),
        Arguments.of(
            "a person gets what cron leaves",
            state(null, null, left(400, LATER)),
            Trigger.MANUAL,
            none,
            false,
            start),
        Arguments.of(
            "cron leaves a tenth",
            state(null, null, left(400, LATER)),
            Trigger.CRON,
            none,
            false,
            block),
        Arguments.of(
            "maintenance leaves a tenth",
            state(null, null, left(500, LATER)),
            Trigger.MAINTENANCE,
            none,
            false,
            block),
        Arguments.of(
            "a webhook gets what cron leaves",
            state(null, null, left(101, LATER)),
            Trigger.WEBHOOK,
            none,
            false,
            start));
  }

  @ParameterizedTest
  @MethodSource
  void aBlockTellsItsEnd(SyncPolicy.RepoState state) {
    Decision decision =
        new SyncPolicy(Duration.ZERO, false, SyncPolicy.reserve(Trigger.MANUAL), Optional.empty())
            .evaluate(state, Trigger.MANUAL, NOW);
    assertThat(decision.blockedUntil()).contains(LATER);
    assertThat(decision.cooldown()).isEqualTo(Duration.ofMinutes(10));
  }

  static Stream<SyncPolicy.RepoState> aBlockTellsItsEnd() {
    return Stream.of(state(null, LATER, null), state(null, null, left(0, LATER)));
  }

  @ParameterizedTest
  @CsvSource({"-3600, -1, START", "-3600, 1, BLOCK", "3600, -1, START", "3600, 1, BLOCK"})
  void limitsGoByGitHubsClock(long ahead, long left, Decision.Action expected) {
    Instant end = NOW.plusSeconds(ahead + left);
    for (SyncPolicy.RepoState ours : List.of(state(9L, end, null), state(9L, null, left(0, end)))) {
      SyncPolicy.RepoState state =
          new SyncPolicy.RepoState(
              false,
              ours.lastSuccessAt(),
              ours.lastAttemptAt(),
              ours.blockedUntil(),
              ours.rateLimit(),
              Duration.ofSeconds(ahead));
      Decision decision =
          new SyncPolicy(Duration.ZERO, false, SyncPolicy.reserve(Trigger.CRON), Optional.empty())
              .evaluate(state, Trigger.CRON, NOW);
      assertThat(decision.action()).isEqualTo(expected);
      assertThat(decision.cooldown()).isEqualTo(Duration.ofSeconds(Math.max(0, left)));
    }
  }

  @ParameterizedTest(name = "{0} minutes")
  @CsvSource({"9, BLOCK", "10, START", "600, START"})
  void aBlockThatTheUserWaitsForIsAStartThatTellsItsEnd(long minutes, Decision.Action expected) {
    Decision decision =
        new SyncPolicy(
                Duration.ZERO,
                false,
                SyncPolicy.reserve(Trigger.MANUAL),
                Optional.of(Duration.ofMinutes(minutes)))
            .evaluate(state(null, LATER, null), Trigger.MANUAL, NOW);
    assertThat(decision.action()).isEqualTo(expected);
    assertThat(decision.blockedUntil()).contains(LATER);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aTimeInTheFutureIsNoReasonToWait(
      String what, SyncPolicy.RepoState state, Decision.Action expected) {
    Decision decision =
        new SyncPolicy(
                Duration.ofHours(1), false, SyncPolicy.reserve(Trigger.CRON), Optional.empty())
            .evaluate(state, Trigger.CRON, NOW);
    assertThat(decision.action()).isEqualTo(expected);
  }

  static Stream<Arguments> aTimeInTheFutureIsNoReasonToWait() {
    Instant years = NOW.plus(Duration.ofDays(3650));
    Decision.Action start = Decision.Action.START;
    Decision.Action block = Decision.Action.BLOCK;
    return Stream.of(
        Arguments.of("success in the future", state(-1L, null, null), start),
        Arguments.of("success years ahead", state(-315_360_000L, null, null), start),
        Arguments.of("blocked for years", state(null, years, null), start),
        Arguments.of("limit that resets in years", state(null, null, left(0, years)), start),
        Arguments.of("blocked for a day", state(null, NOW.plusSeconds(86_400), null), block),
        // Our clock was ten years ahead in the last run: GitHub's seemed to be ten years behind.
        Arguments.of("block is over", ahead(years, Optional.of(NOW.minusSeconds(1))), start),
        Arguments.of("block lasts", ahead(years, Optional.of(NOW.plusSeconds(60))), block));
  }

  private static SyncPolicy.RepoState ahead(Instant lastAttempt, Optional<Instant> blocked) {
    return new SyncPolicy.RepoState(
        false,
        Optional.empty(),
        Optional.of(lastAttempt),
        blocked,
        Optional.empty(),
        Duration.ofDays(-3650));
  }

  @Test
  void nobodyWaitsForALock() {
    SyncPolicy patient =
        new SyncPolicy(
            Duration.ZERO,
            false,
            SyncPolicy.reserve(Trigger.MANUAL),
            Optional.of(Duration.ofDays(365)));
    assertThat(patient.evaluate(running(), Trigger.MANUAL, NOW).action())
        .isEqualTo(Decision.Action.BLOCK);
  }

  @Test
  void whatALongCooldownSkipsTellsWhenItWillNot() {
    Decision decision =
        new SyncPolicy(
                Duration.ofMinutes(15),
                false,
                SyncPolicy.reserve(Trigger.MAINTENANCE),
                Optional.empty())
            .evaluate(state(60L, null, null), Trigger.MAINTENANCE, NOW);
    assertThat(decision.action()).isEqualTo(Decision.Action.SKIP);
    assertThat(decision.cooldown()).isEqualTo(Duration.ofMinutes(14));
    assertThat(decision.blockedUntil()).isEmpty();
  }

  @Test
  void whatIsLeftToOthersDependsOnWhoAsksAndHowMuchThereIs() {
    assertThat(SyncPolicy.reserve(Trigger.MANUAL).applyAsLong(5_000)).isEqualTo(100);
    assertThat(SyncPolicy.reserve(Trigger.WEBHOOK).applyAsLong(60)).isEqualTo(6);
    assertThat(SyncPolicy.reserve(Trigger.CRON).applyAsLong(5_000)).isEqualTo(500);
    assertThat(SyncPolicy.reserve(Trigger.MAINTENANCE).applyAsLong(1_000)).isEqualTo(100);
  }

  private static RateLimit left(long remaining, Instant reset) {
    return new RateLimit(5_000, remaining, reset);
  }

  private static SyncPolicy.RepoState running() {
    return new SyncPolicy.RepoState(
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO);
  }

  private static SyncPolicy.RepoState state(
      @org.jspecify.annotations.Nullable Long secondsAgo,
      @org.jspecify.annotations.Nullable Instant blocked,
      @org.jspecify.annotations.Nullable RateLimit limit) {
    return new SyncPolicy.RepoState(
        false,
        Optional.ofNullable(secondsAgo).map(NOW::minusSeconds),
        Optional.of(NOW.minusSeconds(60)),
        Optional.ofNullable(blocked),
        Optional.ofNullable(limit),
        Duration.ZERO);
  }
}
