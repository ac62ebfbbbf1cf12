package dev.ghsync.sync.phase;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Validator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * A list that hangs on one issue or pull request, read to its end. As with {@link CompleteList},
 * one of several pages is believed only when it is asked once more and answers 304 throughout: an
 * item that goes away meanwhile makes another slip through between two pages.
 *
 * @param <T> the items
 */
final class ItemList<T> {
  private static final int MOST_PASSES = 4;

  private final GitHub github;
  private final Endpoint<List<T>> first;
  private final ToLongFunction<T> id;
  private final Consumer<List<T>> writer;
  private final List<Seen<T>> seen = new ArrayList<>();

  /** A page as it was when it was read. */
  private record Seen<T>(
      Optional<Validator> validator, List<Long> ids, Optional<Endpoint<List<T>>> next) {}

  /**
   * To be read once.
   *
   * @param writer is handed each page that is new, some items twice
   */
  ItemList(GitHub github, Endpoint<List<T>> first, ToLongFunction<T> id, Consumer<List<T>> writer) {
    this.github = github;
    this.first = first;
    this.id = id;
    this.writer = writer;
  }

  /**
   * How the reading went.
   *
   * @param ids all that there are; what is not among them is gone. Empty where the list was cut, or
   *     never stood still
   * @param instead what came in place of a page
   */
  record Read<T>(Optional<Set<Long>> ids, Optional<Asked<List<T>>> instead) {}

  Read<T> read() {
    for (int pass = 1; pass <= MOST_PASSES; pass++) {
      Set<Long> ids = new LinkedHashSet<>();
      boolean changed = false;
      Optional<Endpoint<List<T>>> page = Optional.of(first);
      for (int i = 0; page.isPresent(); i++) {
        Optional<Seen<T>> before = i < seen.size() ? Optional.of(seen.get(i)) : Optional.empty();
        Asked<List<T>> asked = Asked.of(github, page.get(), before.flatMap(Seen::validator));
        if (asked instanceof Asked.Page<List<T>> got) {
          changed |= got.fresh().validator().isPresent();
          keep(i, got);
        } else if (!(asked instanceof Asked.Same<List<T>>)) {
          return new Read<>(Optional.empty(), Optional.of(asked));
        }
        ids.addAll(seen.get(i).ids());
        page = seen.get(i).next();
      }
      if (seen.size() == 1 || !changed) {
        return new Read<>(Optional.of(ids), Optional.empty());
      }
    }
    return new Read<>(Optional.empty(), Optional.empty());
  }

  /** Keeps the page as the i-th; those behind it may have slid. */
  private void keep(int i, Asked.Page<List<T>> got) {
    List<T> items = got.fresh().value();
    writer.accept(items);
    seen.subList(i, seen.size()).clear();
    seen.add(
        new Seen<>(
            got.fresh().validator(),
            items.stream().mapToLong(id).boxed().toList(),
            got.fresh().next()));
  }
}
