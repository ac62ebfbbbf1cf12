package dev.ghsync.sync.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.github.Fetched;
import dev.ghsync.store.state.Checkpoints.Checkpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimeWindowsTest {
  private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");

  /** The last change on the first page. */
  private static final Instant LAST = FIRST.plusSeconds(100);

  private static final Instant NOW = LAST.plusSeconds(160_000);

  private final TimeWindows windows =
      new TimeWindows(List.of(Checkpoint.from(0, Optional.empty())));

  /** Takes the list and reads its first page. */
  private void readFirstPage(OptionalInt lastPage) {
    assertThat(windows.take().number()).contains(0);
    read(windows.part(0).at(LAST, Optional.of(LAST)), FIRST, lastPage);
  }

  private void read(Checkpoint after, Instant first, OptionalInt lastPage) {
    Fetched.Page<List<String>> page =
        new Fetched.Page<>(List.of(), Optional.empty(), Optional.empty(), lastPage, NOW, List.of());
    windows.advance(after, Optional.of(first), page);
  }

  @Test
  void aLongListIsHalvedForAnotherReader() {
    readFirstPage(OptionalInt.of(100));

    TimeWindows.Taken taken = windows.take();

    Instant middle = LAST.plusSeconds(80_000);
    assertThat(taken.number()).contains(1);
    assertThat(taken.changed()).isEqualTo(windows.parts());
    assertThat(windows.part(0).place()).contains(LAST);
    assertThat(windows.part(0).bound()).contains(middle);
    assertThat(windows.part(0).newest()).contains(LAST);
    assertThat(windows.part(1)).isEqualTo(Checkpoint.from(1, Optional.of(middle)));
  }

  @Test
  void windowsFollowEachOtherWithoutGapAndOnlyTheLastHasNoEnd() {
    readFirstPage(OptionalInt.of(100));
    for (int i = 0; i < 7; i++) {
      windows.take();
    }

    List<Checkpoint> byTime =
        windows.parts().stream()
            .sorted((a, b) -> a.place().orElseThrow().compareTo(b.place().orElseThrow()))
            .toList();
    assertThat(byTime).hasSize(8);
    for (int i = 0; i < 7; i++) {
      assertThat(byTime.get(i).bound()).isPresent().isEqualTo(byTime.get(i + 1).place());
    }
    assertThat(byTime.get(7).bound()).isEmpty();
  }

  @Test
  void theLongestWindowIsHalved() {
    readFirstPage(OptionalInt.of(100));
    windows.take();
    Instant almostThere = LAST.plusSeconds(79_000);
    read(windows.part(0).at(almostThere, Optional.of(almostThere)), LAST, OptionalInt.of(50));

    assertThat(windows.take().changed()).extracting(Checkpoint::number).containsExactly(1, 2);
  }

  @Test
  void aWindowThatWasReadToItsEndIsNotHalved() {
    readFirstPage(OptionalInt.of(100));
    windows.take();
    read(windows.part(0).ended(Optional.of(LAST)), LAST, OptionalInt.of(50));
    read(windows.part(1).ended(Optional.of(NOW)), LAST, OptionalInt.empty());

    assertThat(windows.take().number()).isEmpty();
  }

  @Test
  void aWindowThatWasHalvedInVainTwiceIsNotHalvedBeforeItsNextPage() {
    readFirstPage(OptionalInt.of(100));
    for (int i = 1; i <= 2; i++) {
      assertThat(windows.take().number()).contains(i);
      read(windows.part(i).ended(Optional.empty()), NOW, OptionalInt.empty());
    }
    assertThat(windows.take().number()).isEmpty();

    Instant later = LAST.plusSeconds(100);
    read(windows.part(0).at(later, Optional.of(later)), LAST, OptionalInt.of(99));
    assertThat(windows.take().number()).contains(3);
  }

  @Test
  void aShortListIsNotHalved() {
    readFirstPage(OptionalInt.of(TimeWindows.FEW - 1));

    assertThat(windows.take()).isEqualTo(new TimeWindows.Taken(Optional.empty(), List.of()));
  }

  @Test
  void theLengthIsEstimatedFromThePageIfNoLinkNamesTheLast() {
    readFirstPage(OptionalInt.empty());
    assertThat(windows.take().number()).contains(1);
  }

  @Test
  void aListThatReachesAlmostToNowIsNotHalved() {
    assertThat(windows.take().number()).contains(0);
    Instant now = NOW.minusSeconds(300);
    read(windows.part(0).at(now, Optional.of(now)), now.minusSeconds(100), OptionalInt.empty());

    assertThat(windows.take().number()).isEmpty();
  }

  @Test
  void windowsOfAnEarlierRunAreTakenBeforeAnyIsHalved() {
    Checkpoint done = Checkpoint.from(0, Optional.of(FIRST)).ended(Optional.of(LAST));
    Checkpoint open = Checkpoint.from(3, Optional.of(LAST));
    TimeWindows resumed = new TimeWindows(List.of(done, open));

    assertThat(resumed.take()).isEqualTo(new TimeWindows.Taken(Optional.of(3), List.of()));
    assertThat(resumed.take().number()).isEmpty();
  }

  @Test
  void aReaderWaitsForNothingOnceNobodyReads() {
    assertThat(windows.awaitWork()).isTrue();
    readFirstPage(OptionalInt.of(2));

    windows.leave(0);

    assertThat(windows.awaitWork()).isFalse();
  }

  @Test
  void aReaderWaitsForNothingOnceAWindowCouldNotBeStored() {
    readFirstPage(OptionalInt.of(100));
    windows.take();

    windows.fail();

    assertThat(windows.awaitWork()).isFalse();
  }

  @Test
  void aReaderGetsWorkWhenAWindowTurnsOutToBeLong() throws Exception {
    readFirstPage(OptionalInt.of(2));
    CompletableFuture<Boolean> another = CompletableFuture.supplyAsync(windows::awaitWork);
    Instant later = LAST.plusSeconds(100);
    read(windows.part(0).at(later, Optional.of(later)), LAST, OptionalInt.of(99));

    assertThat(another.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(windows.take().number()).contains(1);
  }
}
