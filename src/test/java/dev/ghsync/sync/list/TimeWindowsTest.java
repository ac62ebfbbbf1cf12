package dev.ghsync.sync.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.github.Fetched;
import dev.ghsync.store.state.Checkpoints.Checkpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TimeWindowsTest {
  private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant LAST = FIRST.plusSeconds(100);
  private static final Instant NOW = LAST.plusSeconds(160_000);
  private static final Checkpoint REST =
      Checkpoint.from(0, Optional.of(LAST)).at(LAST, Optional.of(LAST));

  @Test
  void windowsFollowEachOtherWithoutGapAndTheLastHasNoEnd() {
    List<Checkpoint> windows = divide(REST, OptionalInt.of(100));

    assertThat(windows).hasSize(16);
    assertThat(windows.get(0).place()).contains(LAST);
    for (int i = 0; i < 15; i++) {
      assertThat(windows.get(i).number()).isEqualTo(i);
      assertThat(windows.get(i).bound()).isPresent().isEqualTo(windows.get(i + 1).place());
    }
    assertThat(windows.get(15).bound()).isEmpty();
    assertThat(windows).noneMatch(Checkpoint::done).allMatch(window -> window.url().isEmpty());
  }

  @Test
  void onlyTheFirstWindowHasReadAnything() {
    List<Checkpoint> windows = divide(REST, OptionalInt.of(100));

    assertThat(windows.get(0).newest()).contains(LAST);
    assertThat(windows.subList(1, 16)).allMatch(window -> window.newest().isEmpty());
  }

  @Test
  void aShortListIsNotDivided() {
    assertThat(divide(REST, OptionalInt.of(99))).containsExactly(REST);
  }

  @Test
  void theLengthIsEstimatedFromTheFirstPageIfNoLinkNamesTheLast() {
    assertThat(divide(REST, OptionalInt.empty())).hasSize(16);
    Checkpoint slow = Checkpoint.from(0, Optional.of(NOW.minusSeconds(1_000)));
    assertThat(divide(slow, OptionalInt.empty())).containsExactly(slow);
  }

  @Test
  void aListAtItsEndOrWithinASecondIsNotDivided() {
    Checkpoint ended = REST.ended(Optional.of(LAST));
    Checkpoint inASecond = REST.at("https://api.github.com/page2", Optional.of(LAST));

    assertThat(divide(ended, OptionalInt.of(500))).containsExactly(ended);
    assertThat(divide(inASecond, OptionalInt.of(500))).containsExactly(inASecond);
  }

  @Test
  void aListThatChangedWithinSecondsIsNotDivided() {
    Checkpoint recent = Checkpoint.from(0, Optional.of(NOW.minusSeconds(15)));
    assertThat(divide(recent, OptionalInt.of(500))).containsExactly(recent);
  }

  private static List<Checkpoint> divide(Checkpoint rest, OptionalInt lastPage) {
    return TimeWindows.divide(
        rest,
        Optional.of(FIRST),
        new Fetched.Page<>(
            List.of(), Optional.empty(), Optional.empty(), lastPage, NOW, List.of()));
  }
}
