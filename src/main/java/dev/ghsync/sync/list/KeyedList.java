package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A list by the time of the last change, read page by page. An item that changes meanwhile comes
 * again at the end, so that one reading shows every item that is there all the time.
 *
 * @param endpoint the list from a time on, in ascending order of change
 * @param <T> the items
 */
public record KeyedList<T>(
    GitHub github,
    Function<Optional<Instant>, Endpoint<List<T>>> endpoint,
    Function<T, Instant> changedAt) {
  /**
   * A page.
   *
   * @param next the address of the following page; empty after the last
   * @param instead what came in place of the page
   */
  public record Page<T>(List<T> items, Optional<String> next, Optional<Fetched<List<T>>> instead) {}

  /** Reads the page at this address; empty: the first. */
  public Page<T> read(Optional<String> address) {
    Endpoint<List<T>> list = endpoint.apply(Optional.empty());
    Endpoint<List<T>> page = address.map(list::at).orElse(list);
    Fetched<List<T>> asked = github.fetch(page);
    if (!(asked instanceof Fetched.Page<List<T>> got)) {
      return new Page<>(List.of(), Optional.empty(), Optional.of(asked));
    }
    List<T> items = got.value();
    Optional<String> next = got.next().map(Endpoint::url);
    return new Page<>(items, following(page.url(), next, items), Optional.empty());
  }

  /** By the time of the last item where that has moved on, else by the page. */
  private Optional<String> following(String url, Optional<String> next, List<T> items) {
    if (next.isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> newest = items.stream().map(changedAt).max(Instant::compareTo);
    boolean moved = newest.isPresent() && Urls.since(url).stream().allMatch(newest.get()::isAfter);
    return moved ? Optional.of(endpoint.apply(newest).url()) : next;
  }
}
