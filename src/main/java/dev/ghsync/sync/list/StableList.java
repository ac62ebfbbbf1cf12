package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.UnreadItem;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Validator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A list by page number that is read until it shows the same items twice. Pages slide when an item
 * is deleted while they are read, and another item may then be on no page. A list of several pages
 * is therefore complete only if two passes in a row show the same items in the same order. From the
 * second pass on, unchanged pages are answered with 304.
 *
 * @param <T> the items
 */
public final class StableList<T> {
  private static final int MOST_PASSES = 4;
  private static final String ID = "\\d{1,18}";

  private final GitHub github;
  private final Endpoint<List<T>> first;
  private final Memory<T> memory;
  private final Predicate<Fetched<List<T>>> isLimit;

  public StableList(GitHub github, Endpoint<List<T>> first, Memory<T> memory) {
    this(github, first, memory, answer -> false);
  }

  /**
   * Creates a list of which GitHub shows only the first pages.
   *
   * @param isLimit whether an answer says that GitHub shows no more of the list, which then counts
   *     as its end
   */
  public StableList(
      GitHub github,
      Endpoint<List<T>> first,
      Memory<T> memory,
      Predicate<Fetched<List<T>>> isLimit) {
    this.github = github;
    this.first = first;
    this.memory = memory;
    this.isLimit = isLimit;
  }

  /**
   * A page as it was read last.
   *
   * @param ids of the items that could be read
   * @param next the address of the following page
   */
  public record Known(
      Validator validator, List<Long> ids, List<UnreadItem> unread, Optional<String> next) {}

  /** Keeps what is known of the pages, and takes the items. */
  public interface Memory<T> {
    /** Returns the known pages in their order. */
    List<Known> pages();

    /**
     * Takes a page that was fetched, and drops the known pages at its place and after it.
     *
     * @param index 0 for the first page
     * @return the ids of the items
     */
    List<Long> take(int index, Fetched.Page<List<T>> page);
  }

  /**
   * The result of reading.
   *
   * @param ids of all items; what is not among them is deleted. Empty if the list did not come to
   *     its end, was different in each pass, or has an item of which not even the id could be read
   * @param unread the items that could not be read
   * @param end the answer that came instead of a page
   */
  public record Read<T>(
      Optional<Set<Long>> ids, List<UnreadItem> unread, Optional<Fetched<List<T>>> end) {}

  /** Reads the list. */
  public Read<T> read() {
    return read(Optional.empty());
  }

  /**
   * Reads the list.
   *
   * @param before the ids that an earlier run saw, which count as a pass
   */
  public Read<T> read(Optional<List<Long>> before) {
    Optional<List<Long>> last = before;
    for (int pass = 1; ; pass++) {
      Pass read = new Pass();
      Optional<Fetched<List<T>>> end = read.run();
      Optional<Set<Long>> ids = end.isPresent() ? Optional.empty() : read.ids();
      Optional<List<Long>> now = ids.map(List::copyOf);
      if (ids.isEmpty() || read.pages <= 1 || now.equals(last)) {
        return new Read<>(ids, read.unread, end);
      }
      if (pass == MOST_PASSES) {
        return new Read<>(Optional.empty(), read.unread, end);
      }
      last = now;
    }
  }

  /** One pass over all pages. */
  private final class Pass {
    private final Set<Long> readable = new LinkedHashSet<>();
    private final List<UnreadItem> unread = new ArrayList<>();
    private int pages;

    /** Returns the answer that came instead of a page. */
    Optional<Fetched<List<T>>> run() {
      List<Known> known = List.copyOf(memory.pages());
      Optional<String> next = Optional.of(first.url());
      while (next.isPresent()) {
        String place = next.get();
        Optional<Known> before =
            Optional.of(pages)
                .filter(i -> i < known.size())
                .map(known::get)
                .filter(page -> Urls.sameStart(page.validator().url(), place));
        Optional<Validator> validator = before.map(Known::validator);
        Fetched<List<T>> fetched =
            github.fetch(first.at(validator.map(Validator::url).orElse(place)), validator);
        if (fetched instanceof Fetched.Page<List<T>> page) {
          readable.addAll(memory.take(pages, page));
          unread.addAll(page.unread());
          next = page.next().map(Endpoint::url);
        } else if (fetched instanceof Fetched.NotModified<List<T>>) {
          readable.addAll(before.orElseThrow().ids());
          unread.addAll(before.get().unread());
          next = before.get().next();
        } else {
          return pages > 0 && isLimit.test(fetched) ? Optional.empty() : Optional.of(fetched);
        }
        pages++;
      }
      return Optional.empty();
    }

    /** Returns the ids of all items; empty if one of them has no id that could be read. */
    Optional<Set<Long>> ids() {
      Set<Long> all = new LinkedHashSet<>(readable);
      for (UnreadItem item : unread) {
        Optional<Long> id = item.name().filter(name -> name.matches(ID)).map(Long::valueOf);
        if (id.isEmpty()) {
          return Optional.empty();
        }
        all.add(id.get());
      }
      return Optional.of(all);
    }
  }

  // ------------------------------------------------------------------ lists of one issue

  /**
   * Returns a list whose pages are known only while it is read.
   *
   * @param writer takes the items of each page that is new, some items twice
   */
  public static <T> StableList<T> inMemory(
      GitHub github, Endpoint<List<T>> first, ToLongFunction<T> id, Consumer<List<T>> writer) {
    return new StableList<>(github, first, new InMemory<>(id, writer));
  }

  /** Fetches all items of a list as if they were on one page. */
  public static <T> Fetched<List<T>> fetchAll(
      GitHub github, Endpoint<List<T>> first, ToLongFunction<T> id) {
    Map<Long, T> items = new LinkedHashMap<>();
    Read<T> read =
        inMemory(
                github,
                first,
                id,
                page -> page.forEach(item -> items.put(id.applyAsLong(item), item)))
            .read();
    if (read.end().isPresent()) {
      return read.end().get();
    }
    if (read.ids().isEmpty() || !read.unread().isEmpty()) {
      String changed = first.pageWithin() + " changed while it was read";
      return new Fetched.Stopped<>(
          read.unread().stream()
              .findFirst()
              .map(UnreadableNotes::failure)
              .orElse(Failure.of(FailureCode.BAD_RESPONSE, changed)));
    }
    items.keySet().retainAll(read.ids().get());
    return new Fetched.Page<>(
        List.copyOf(items.values()),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Instant.EPOCH,
        List.of());
  }

  private record InMemory<T>(ToLongFunction<T> id, Consumer<List<T>> writer, List<Known> pages)
      implements Memory<T> {
    InMemory(ToLongFunction<T> id, Consumer<List<T>> writer) {
      this(id, writer, new ArrayList<>());
    }

    @Override
    public List<Long> take(int index, Fetched.Page<List<T>> page) {
      List<Long> ids = page.value().stream().mapToLong(id).boxed().toList();
      writer.accept(page.value());
      if (index < pages.size()) {
        pages.subList(index, pages.size()).clear();
      }
      page.validator()
          .filter(validator -> pages.size() == index)
          .ifPresent(
              validator ->
                  pages.add(
                      new Known(validator, ids, page.unread(), page.next().map(Endpoint::url))));
      return ids;
    }
  }
}
