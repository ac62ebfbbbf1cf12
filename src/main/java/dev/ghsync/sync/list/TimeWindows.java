package dev.ghsync.sync.list;

import dev.ghsync.github.Fetched;
import dev.ghsync.store.state.Checkpoints.Checkpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The windows of time in which a list is read in parallel. Without windows a list is one chain of
 * requests, each of which needs the answer to the one before.
 *
 * <p>A list begins as one window. A reader that has nothing to read waits until another one's
 * window turns out to be long, and halves the longest, so that windows are short where most was
 * changed. A window costs at most one page more, and only a window with about {@value #FEW} pages
 * or more is halved.
 *
 * <p>Thread-safe. What changes windows is called within the transaction that stores them. If that
 * fails, the windows in memory are wrong; then {@link #fail} is called, and the stored ones count.
 */
final class TimeWindows {
  /** The number of pages from which on the rest of a window is halved. */
  static final int FEW = 12;

  /**
   * How often a window is halved without a page for the second half. Its next page shows where its
   * items are.
   */
  private static final int MOST_IN_VAIN = 2;

  private final List<Window> windows = new ArrayList<>();

  /** Whether a division was not stored, so that its second half has no reader. */
  private boolean hasFailed;

  /** Continues with windows of an earlier run, or begins with one. */
  TimeWindows(List<Checkpoint> parts) {
    parts.forEach(part -> windows.add(new Window(part, Optional.empty(), State.OPEN, 0)));
  }

  /**
   * A window.
   *
   * @param speed how far its pages reach; empty before the first
   * @param inVain how often it was halved in vain since its last page
   */
  private record Window(Checkpoint part, Optional<Speed> speed, State state, int inVain) {
    boolean isOpen() {
      return state == State.OPEN && !part.done();
    }

    boolean isBeingRead() {
      return state == State.TAKEN && !part.done();
    }
  }

  /** Whether a window has a reader: not yet, now, or not any more. */
  private enum State {
    OPEN,
    TAKEN,
    LEFT
  }

  /**
   * How far pages reach.
   *
   * @param seconds between the first and the last change on a page
   * @param now the time by GitHub's clock
   * @param toTheEnd the number of pages to the end of the list, if known
   */
  private record Speed(long seconds, Instant now, OptionalInt toTheEnd) {}

  /** Returns the windows as they are now. */
  synchronized List<Checkpoint> parts() {
    return windows.stream().map(Window::part).toList();
  }

  /** Returns the window of this number as it is now. */
  synchronized Checkpoint part(int number) {
    return windows.get(index(number)).part();
  }

  private int index(int number) {
    for (int i = 0; i < windows.size(); i++) {
      if (windows.get(i).part().number() == number) {
        return i;
      }
    }
    throw new IllegalArgumentException("no window " + number);
  }

  /**
   * Stores how far a window was read.
   *
   * @param first the first change on the page
   */
  synchronized void advance(Checkpoint after, Optional<Instant> first, Fetched.Page<?> page) {
    int i = index(after.number());
    Checkpoint before = windows.get(i).part();
    if (after.done() && before.newest().isEmpty()) {
      halvedInVain(before);
    }
    Optional<Speed> speed = windows.get(i).speed();
    int inVain = windows.get(i).inVain();
    if (first.isPresent() && after.place().isPresent() && after.url().isEmpty()) {
      long seconds = Duration.between(first.get(), after.place().get()).toSeconds();
      OptionalInt toTheEnd = page.lastPage();
      speed = Optional.of(new Speed(Math.max(1, seconds), page.serverTime(), toTheEnd));
      inVain = 0;
    }
    windows.set(i, new Window(after, speed, State.TAKEN, inVain));
    notifyAll();
  }

  /** Stores that nobody reads a window any more, whether it was read to its end or not. */
  synchronized void leave(int number) {
    int i = index(number);
    Window window = windows.get(i);
    windows.set(i, new Window(window.part(), window.speed(), State.LEFT, window.inVain()));
    notifyAll();
  }

  /**
   * Waits until there may be something for one more reader. Returns false when nobody reads any
   * more, after {@link #fail}, and when the thread is interrupted.
   */
  synchronized boolean awaitWork() {
    try {
      while (!hasFailed
          && windows.stream().noneMatch(window -> window.isOpen() || isLong(window))) {
        if (windows.stream().noneMatch(Window::isBeingRead)) {
          return false;
        }
        wait();
      }
      return !hasFailed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Stores that the result of {@link #take} was not stored. Nobody gets a window any more. */
  synchronized void fail() {
    hasFailed = true;
    notifyAll();
  }

  /** Notes that a window was read with one page, so that the one before it is not so long. */
  private void halvedInVain(Checkpoint second) {
    windows.replaceAll(
        window ->
            second.place().isPresent() && window.part().bound().equals(second.place())
                ? new Window(window.part(), window.speed(), window.state(), window.inVain() + 1)
                : window);
  }

  /**
   * The result of looking for something to read.
   *
   * @param number of the window to read; empty if there is nothing for one more reader
   * @param changed the windows that are to be stored
   */
  record Taken(Optional<Integer> number, List<Checkpoint> changed) {}

  /** Looks for a window that nobody reads, or divides one. */
  synchronized Taken take() {
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      if (window.isOpen()) {
        windows.set(i, new Window(window.part(), window.speed(), State.TAKEN, 0));
        return new Taken(Optional.of(window.part().number()), List.of());
      }
    }
    return windows.stream()
        .filter(TimeWindows::isLong)
        .max(Comparator.comparingLong(window -> pagesLeft(window).orElse(0)))
        .map(this::halve)
        .orElse(new Taken(Optional.empty(), List.of()));
  }

  private Taken halve(Window window) {
    Checkpoint part = window.part();
    Instant from = part.place().orElseThrow();
    Instant middle = from.plusSeconds(Duration.between(from, end(window)).toSeconds() / 2);
    int number = windows.stream().mapToInt(w -> w.part().number()).max().orElse(0) + 1;
    Checkpoint first = part.until(middle);
    // The last window has no bound, so that it reads what changes meanwhile.
    Checkpoint second =
        new Checkpoint(
            number, Optional.of(middle), Optional.empty(), part.bound(), Optional.empty(), false);
    windows.set(
        index(part.number()), new Window(first, window.speed(), State.TAKEN, window.inVain()));
    windows.add(new Window(second, window.speed(), State.TAKEN, 0));
    return new Taken(Optional.of(number), List.of(first, second));
  }

  private static Instant end(Window window) {
    return window.part().bound().orElseGet(() -> window.speed().orElseThrow().now());
  }

  private static boolean isLong(Window window) {
    return pagesLeft(window).orElse(0) >= FEW;
  }

  /** Estimates the pages that are left; empty if that is not possible. */
  private static OptionalLong pagesLeft(Window window) {
    if (!window.isBeingRead() || window.speed().isEmpty() || window.inVain() >= MOST_IN_VAIN) {
      return OptionalLong.empty();
    }
    Speed speed = window.speed().get();
    long seconds = Duration.between(window.part().place().orElseThrow(), end(window)).toSeconds();
    long known = speed.toTheEnd().orElse(Integer.MAX_VALUE);
    // Halves are whole seconds.
    return OptionalLong.of(Math.min(seconds / 2, Math.min(known, seconds / speed.seconds())));
  }
}
