package dev.ghsync.sync.list;

import dev.ghsync.github.Fetched;
import dev.ghsync.store.state.Checkpoints.Checkpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Divides the rest of a long list into windows of time that are read in parallel. Without windows a
 * list is one chain of requests, each of which needs the answer to the one before.
 */
final class TimeWindows {
  /** The number of pages from which on a list is divided. A window costs at most one page more. */
  private static final long LONG_LIST = 100;

  private static final int WINDOWS = 16;

  private TimeWindows() {}

  /**
   * Divides a list behind its first page.
   *
   * @param rest the list behind the first page
   * @param from the first change on the page
   * @return {@code rest} alone if the list is short
   */
  static List<Checkpoint> divide(Checkpoint rest, Optional<Instant> from, Fetched.Page<?> first) {
    if (rest.done() || rest.place().isEmpty() || rest.url().isPresent() || from.isEmpty()) {
      return List.of(rest);
    }
    Instant start = rest.place().get();
    long covered = Math.max(1, Duration.between(from.get(), start).toSeconds());
    long left = Duration.between(start, first.serverTime()).toSeconds();
    long pages = first.lastPage().orElse((int) Math.min(Integer.MAX_VALUE, left / covered));
    if (pages < LONG_LIST || left < WINDOWS) {
      return List.of(rest);
    }
    return IntStream.range(0, WINDOWS)
        .mapToObj(
            i ->
                new Checkpoint(
                    i,
                    Optional.of(start.plusSeconds(left * i / WINDOWS)),
                    Optional.empty(),
                    // The last window has no bound, so that it reads what changes meanwhile.
                    i == WINDOWS - 1
                        ? Optional.empty()
                        : Optional.of(start.plusSeconds(left * (i + 1) / WINDOWS)),
                    i == 0 ? rest.newest() : Optional.empty(),
                    false))
        .toList();
  }
}
