package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A cursor over the pages of a list. Call {@link #next} until it returns false; then {@link
 * #isComplete} returns whether the list was read to its end, and {@link #end} which answer came
 * instead. Nothing may count as deleted because a list that is not complete does not show it.
 *
 * <p>A list has another page while {@code Link} names a next page, or, without a {@code Link},
 * while a page is full: see {@link Fetched.Page#next}.
 *
 * @param <T> the items
 */
public final class Pages<T> {
  private final GitHub github;
  private final Optional<ByTime<T>> byTime;
  private Optional<Endpoint<List<T>>> following;
  private Optional<Fetched.Page<List<T>>> page = Optional.empty();
  private Optional<Fetched<List<T>>> end = Optional.empty();

  /**
   * A list in ascending order of change.
   *
   * @param list the list from a time on
   */
  private record ByTime<T>(
      Function<Optional<Instant>, Endpoint<List<T>>> list, Function<T, Instant> changedAt) {}

  private Pages(GitHub github, Endpoint<List<T>> first, Optional<ByTime<T>> byTime) {
    this.github = github;
    this.following = Optional.of(first);
    this.byTime = byTime;
  }

  /** Returns a cursor that begins with this page. */
  public static <T> Pages<T> of(GitHub github, Endpoint<List<T>> first) {
    return new Pages<>(github, first, Optional.empty());
  }

  /**
   * Returns a cursor over a list in ascending order of change. It continues from the last change on
   * a page, not by page number, as far as that is possible: an item that changes meanwhile comes
   * again at the end, and none is missed.
   *
   * @param list the list from a time on
   * @param first the page to begin with
   */
  public static <T> Pages<T> byTime(
      GitHub github,
      Function<Optional<Instant>, Endpoint<List<T>>> list,
      Function<T, Instant> changedAt,
      Endpoint<List<T>> first) {
    return new Pages<>(github, first, Optional.of(new ByTime<>(list, changedAt)));
  }

  /** Fetches the next page. Returns false at the end of the list, or if no page came. */
  public boolean next() {
    if (following.isEmpty() || end.isPresent()) {
      return false;
    }
    Endpoint<List<T>> request = following.get();
    Fetched<List<T>> fetched = github.fetch(request);
    if (fetched instanceof Fetched.Page<List<T>> got) {
      page = Optional.of(got);
      following = following(request, got);
    } else {
      end = Optional.of(fetched);
    }
    return end.isEmpty();
  }

  private Optional<Endpoint<List<T>>> following(
      Endpoint<List<T>> request, Fetched.Page<List<T>> got) {
    if (byTime.isEmpty() || got.next().isEmpty()) {
      return got.next();
    }
    List<Instant> times = got.value().stream().map(byTime.get().changedAt()).toList();
    Optional<Instant> newest = times.stream().max(Instant::compareTo);
    Optional<Instant> since = Urls.since(request.url());
    // If a page holds a single second, only the page number leads on.
    boolean moved =
        times.stream().distinct().count() > 1 && since.stream().allMatch(newest.get()::isAfter);
    return moved ? Optional.of(byTime.get().list().apply(newest)) : got.next();
  }

  /** Returns the page that the last successful {@link #next} fetched. */
  public Fetched.Page<List<T>> page() {
    return page.orElseThrow();
  }

  /** Returns the items of {@link #page}. */
  public List<T> items() {
    return page().value();
  }

  /** Returns the page that {@link #next} would fetch; empty at the end of the list. */
  public Optional<Endpoint<List<T>>> following() {
    return following;
  }

  /** Returns whether all pages were fetched. */
  public boolean isComplete() {
    return following.isEmpty();
  }

  /**
   * Returns the answer that came instead of a page; empty if all requests were answered with pages.
   */
  public Optional<Fetched<List<T>>> end() {
    return end;
  }
}
