package dev.ghsync.sync;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The requests that a run would send for one stream, for {@code --dry-run}. */
public sealed interface Estimate {
  /**
   * Requests of the API.
   *
   * @param first for a stream that was never read; may send a request to find out
   * @param later for a stream that was read before
   */
  record Requests(LongSupplier first, long later) implements Estimate {}

  /**
   * Requests that cannot be counted, as text such as {@code would fetch the objects of new
   * commits}.
   */
  record Text(String text) implements Estimate {}

  static Estimate requests(long number) {
    return new Requests(() -> number, number);
  }

  /** One request a page of a list. */
  static <T> Estimate list(SyncContext context, StreamName name, Endpoint<List<T>> list) {
    return new Requests(() -> pages(context, name, list), 1);
  }

  /** Asks for the first page of a list, which names the last. */
  static <T> long pages(SyncContext context, StreamName name, Endpoint<List<T>> list) {
    return fetch(context, name, list).map(page -> page.lastPage().orElse(1)).orElse(1);
  }

  /** Asks for the items of one page; none where GitHub does not show it. */
  static <T> List<T> items(SyncContext context, StreamName name, Endpoint<List<T>> list) {
    return fetch(context, name, list).map(Fetched.Page::value).orElse(List.of());
  }

  private static <T> Optional<Fetched.Page<List<T>>> fetch(
      SyncContext context, StreamName name, Endpoint<List<T>> list) {
    Fetched<List<T>> fetched = context.github(name).fetch(list);
    return fetched instanceof Fetched.Page<List<T>> page ? Optional.of(page) : Optional.empty();
  }
}
