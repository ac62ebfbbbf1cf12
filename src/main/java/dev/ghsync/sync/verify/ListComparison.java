package dev.ghsync.sync.verify;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.UnreadItem;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.sync.list.Pages;
import dev.ghsync.sync.list.UnreadableNotes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Compares a list with the database, page by page. If an item is deleted or moves while a list is
 * read by page number, another item may be on no page. A list that seems to lack stored items is
 * therefore read a second time before they count as deleted.
 *
 * @param <T> the items
 */
public final class ListComparison<T> {
  /** The number of pages in a row without a new item after which the list has no end. */
  static final int MOST_REPEATED = 20;

  private final GitHub github;
  private final Comparison comparison;
  private final Source<T> source;
  private final Supplier<Comparison.Shown> shown;
  private final Findings findings;
  private boolean severalPages;

  /** How a list is sorted, which decides how it is continued. */
  public enum Order {
    /** By time of change; it can be requested from a time on. */
    OLDEST_FIRST,
    /** By time; reading ends at the time from which on it is compared. */
    NEWEST_FIRST,
    /** In an order that is not known. */
    ANY
  }

  /**
   * A list.
   *
   * @param list the list from a time on; the time is ignored unless it is sorted by change
   * @param time the time by which it is sorted
   * @param page compares the items of one page
   */
  record Source<T>(
      Compared kind,
      Order order,
      Function<Optional<Instant>, Endpoint<List<T>>> list,
      Function<T, Instant> time,
      PageComparison<T> page) {}

  /** Compares the items of one page with the database. */
  @FunctionalInterface
  public interface PageComparison<T> {
    /** Returns the number of items that no earlier page has shown. */
    long compare(List<T> items);
  }

  /**
   * Prepares the comparison of one list.
   *
   * @param shown the stored items that the list should show; may depend on the items read so far
   */
  ListComparison(
      GitHub github,
      Comparison comparison,
      Source<T> source,
      Supplier<Comparison.Shown> shown,
      Findings findings) {
    this.github = github;
    this.comparison = comparison;
    this.source = source;
    this.shown = shown;
    this.findings = findings;
  }

  /**
   * Compares the whole list.
   *
   * @return the answer that prevented reading to the end; then no stored item counts as deleted
   */
  Optional<Fetched<List<T>>> run() {
    Optional<Fetched<List<T>>> stopped = read();
    if (stopped.isEmpty() && severalPages && comparison.countGone(source.kind(), shown.get()) > 0) {
      stopped = read();
    }
    if (stopped.isEmpty()) {
      findings.gone(comparison, source.kind(), shown.get());
    }
    return stopped;
  }

  private Optional<Fetched<List<T>>> read() {
    Pages<T> pages = pages();
    List<UnreadItem> unread = new ArrayList<>();
    int repeated = 0;
    boolean isBeyond = false;
    while (!isBeyond && pages.next()) {
      long newItems = source.page().compare(within(pages.items()));
      repeated = newItems > 0 ? 0 : repeated + 1;
      if (repeated > MOST_REPEATED) {
        return stopped(endless());
      }
      unread.addAll(pages.page().unread());
      isBeyond =
          source.order() == Order.NEWEST_FIRST && pages.items().stream().anyMatch(this::isBefore);
      severalPages |= !isBeyond && !pages.isComplete();
    }
    return pages.end().isPresent() || unread.isEmpty()
        ? pages.end()
        : stopped(UnreadableNotes.failure(unread.get(0)));
  }

  static Failure endless() {
    return Failure.of(
        FailureCode.BAD_RESPONSE,
        "GitHub shows the same items again and again, and no end of the list");
  }

  private Pages<T> pages() {
    Endpoint<List<T>> first = source.list().apply(shown.get().from());
    return source.order() == Order.OLDEST_FIRST
        ? Pages.byTime(github, source.list(), source.time(), first)
        : Pages.of(github, first);
  }

  private Optional<Fetched<List<T>>> stopped(Failure failure) {
    return Optional.of(new Fetched.Stopped<>(failure));
  }

  private List<T> within(List<T> items) {
    return items.stream().filter(item -> !isBefore(item)).toList();
  }

  private boolean isBefore(T item) {
    Optional<Instant> from = shown.get().from();
    return from.isPresent() && source.time().apply(item).isBefore(from.get());
  }
}
