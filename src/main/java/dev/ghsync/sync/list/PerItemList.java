package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.UnreadItem;
import dev.ghsync.model.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * A list that hangs on one issue or pull request, read to its end. As with {@link CompleteList}, a
 * list of several pages counts only when it shows the same items once more: an item that goes away
 * meanwhile makes another slip through between two pages.
 *
 * @param <T> the items
 */
public final class PerItemList<T> {
  private static final int MOST_PASSES = 4;

  private final GitHub github;
  private final Endpoint<List<T>> first;
  private final ToLongFunction<T> id;
  private final Consumer<List<T>> writer;
  private final List<Seen<T>> seen = new ArrayList<>();

  /** A page as it was when it was read. */
  private record Seen<T>(
      Optional<Validator> validator,
      List<Long> ids,
      List<UnreadItem> unread,
      Optional<Endpoint<List<T>>> next) {}

  /**
   * To be read once.
   *
   * @param writer is handed each page that is new, some items twice
   */
  public PerItemList(
      GitHub github, Endpoint<List<T>> first, ToLongFunction<T> id, Consumer<List<T>> writer) {
    this.github = github;
    this.first = first;
    this.id = id;
    this.writer = writer;
  }

  /**
   * How the reading went.
   *
   * @param ids all that there are; what is not among them is gone. Empty where the list was cut,
   *     never stood still, or has an item that nothing is known of
   * @param instead what came in place of a page
   * @param unread the items that could not be read
   */
  public record Read<T>(
      Optional<Set<Long>> ids, Optional<Fetched<List<T>>> instead, List<UnreadItem> unread) {}

  public Read<T> read() {
    Optional<List<Long>> before = Optional.empty();
    for (int pass = 1; pass <= MOST_PASSES; pass++) {
      Optional<Endpoint<List<T>>> page = Optional.of(first);
      int pages = 0;
      for (; page.isPresent(); pages++) {
        int i = pages;
        Optional<Seen<T>> known = i < seen.size() ? Optional.of(seen.get(i)) : Optional.empty();
        Endpoint<List<T>> asking =
            known.flatMap(Seen::validator).map(Validator::url).map(first::at).orElse(page.get());
        Fetched<List<T>> asked = github.fetch(asking, known.flatMap(Seen::validator));
        if (asked instanceof Fetched.Page<List<T>> got) {
          keep(i, got);
        } else if (!(asked instanceof Fetched.NotModified<List<T>>)) {
          return new Read<>(Optional.empty(), Optional.of(asked), List.of());
        }
        page = seen.get(i).next();
      }
      List<UnreadItem> unread = seen.stream().flatMap(one -> one.unread().stream()).toList();
      Optional<Set<Long>> ids = SeenIds.of(seen.stream().map(Seen::ids).toList(), unread);
      Optional<List<Long>> now = ids.map(List::copyOf);
      if (ids.isEmpty() || pages == 1 || now.equals(before)) {
        return new Read<>(ids, Optional.empty(), unread);
      }
      before = now;
    }
    return new Read<>(Optional.empty(), Optional.empty(), List.of());
  }

  /** Keeps the page as the i-th; those behind it may have slid. */
  private void keep(int i, Fetched.Page<List<T>> got) {
    List<T> items = got.value();
    writer.accept(items);
    seen.subList(i, seen.size()).clear();
    seen.add(
        new Seen<>(
            got.validator(),
            items.stream().mapToLong(id).boxed().toList(),
            got.unread(),
            got.next()));
  }
}
