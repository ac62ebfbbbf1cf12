package dev.ghsync.sync.list;

import dev.ghsync.github.Fetched;
import dev.ghsync.store.state.Checkpoints.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Cuts what is left of a long first walk into windows of time. A walk is one chain of requests,
 * each waiting for the last; windows are read side by side.
 */
public final class TimeWindows {
  /** A walk that looks this long, in pages, is cut. A window costs at most one page more. */
  private static final long LONG_WALK = 100;

  private static final int WINDOWS = 16;

  private TimeWindows() {}

  /**
   * Cuts the walk behind its first page.
   *
   * @param rest where the walk is after the first page
   * @param from the first change on the page
   * @return {@code rest} alone where the walk is short
   */
  public static List<Part> cut(Part rest, Optional<Instant> from, Fetched.Page<?> first) {
    if (rest.done() || rest.place().isEmpty() || rest.url().isPresent() || from.isEmpty()) {
      return List.of(rest);
    }
    Instant start = rest.place().get();
    long covered = Math.max(1, Duration.between(from.get(), start).toSeconds());
    long left = Duration.between(start, first.serverTime()).toSeconds();
    long pages = first.lastPage().orElse((int) Math.min(Integer.MAX_VALUE, left / covered));
    if (pages < LONG_WALK || left < WINDOWS) {
      return List.of(rest);
    }
    return IntStream.range(0, WINDOWS)
        .mapToObj(
            i ->
                new Part(
                    i,
                    Optional.of(start.plusSeconds(left * i / WINDOWS)),
                    Optional.empty(),
                    // The last window has no bound: it reads what changes meanwhile.
                    i == WINDOWS - 1
                        ? Optional.empty()
                        : Optional.of(start.plusSeconds(left * (i + 1) / WINDOWS)),
                    i == 0 ? rest.newest() : Optional.empty(),
                    false))
        .toList();
  }
}
