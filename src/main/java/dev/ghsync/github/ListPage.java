package dev.ghsync.github;

import dev.ghsync.github.json.UnreadItem;
import dev.ghsync.http.Outcome;
import dev.ghsync.model.Failure;
import dev.ghsync.model.Validator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One page of a list, in smaller pieces where the server cannot send it whole: the one rule for all
 * lists. A page that fails is requested at the same place in sizes of 50, 25, 10, 5 and 1. Where
 * even one item cannot be delivered, it is passed over, if one behind it can be. {@link
 * Fetched.Page#next} continues behind the piece, in larger pages again where they begin there.
 */
final class ListPage<T> {
  /** More undeliverable items in a row mean that the server is in trouble. */
  private static final int MOST_PASSED_OVER = 3;

  /** The page size to try where a list answers 404 in pages of 100. */
  private static final int SIZE_AFTER_404 = 25;

  private static final Duration ALL_SIZES = Duration.ofMinutes(5);

  private final Endpoint<T> endpoint;
  private final String list;
  private final PageSizes sizes;
  private final Sender<T> sender;

  ListPage(Endpoint<T> endpoint, PageSizes sizes, Sender<T> sender) {
    this.endpoint = endpoint;
    this.list = ApiUrls.listPath(endpoint.url());
    this.sizes = sizes;
    this.sender = sender;
  }

  /** Sends the request for a page. */
  interface Sender<T> {
    /**
     * Sends the request.
     *
     * @param again it replaces a request that failed: it is sent once
     * @param once it is sent once
     */
    Outcome<Fetched<T>> send(
        Endpoint<T> page, Optional<Validator> known, boolean again, boolean once);
  }

  /**
   * Reads the page.
   *
   * @param failedBefore it failed in an earlier run: then it is sent once
   */
  Outcome<Fetched<T>> read(Optional<Validator> known, boolean failedBefore) {
    Endpoint<T> page = known.isPresent() ? endpoint : inListSize();
    long begin = System.nanoTime();
    Outcome<Fetched<T>> outcome = sender.send(page, known, failedBefore, sizes.hasFailed(list));
    if (isMissing(page, outcome)) {
      return smallerAfter404(page, outcome);
    }
    if (!mayFitSmaller(outcome)) {
      return withNext(page, outcome);
    }
    sizes.noteFailure(list);
    return smaller(page, outcome, begin);
  }

  private Outcome<Fetched<T>> smaller(Endpoint<T> failed, Outcome<Fetched<T>> first, long begin) {
    PageAddress address = PageAddress.of(failed.url());
    Outcome<Fetched<T>> last = first;
    for (int size : PageSizes.ALL) {
      if (size >= address.size()) {
        continue;
      }
      if (Duration.ofNanos(System.nanoTime() - begin).compareTo(ALL_SIZES) > 0) {
        return first;
      }
      Endpoint<T> page = endpoint.at(address.inSize(size));
      last = sender.send(page, Optional.empty(), size > 1, false);
      if (!mayFitSmaller(last)) {
        if (last instanceof Outcome.Success<Fetched<T>>) {
          sizes.noteSuccess(list, size);
        }
        return withNext(page, last);
      }
    }
    return passOver(address, first, last);
  }

  /** Skips the items at the beginning of the failed page that cannot be delivered. */
  private Outcome<Fetched<T>> passOver(
      PageAddress failed, Outcome<Fetched<T>> first, Outcome<Fetched<T>> single) {
    if (failed.offset().isEmpty()) {
      return first;
    }
    int offset = failed.offset().getAsInt();
    List<UnreadItem> unread = new ArrayList<>();
    Outcome<Fetched<T>> last = single;
    for (int i = 1; i <= MOST_PASSED_OVER; i++) {
      String reason = last.findFailure().map(Failure::message).orElse("it cannot be delivered");
      String place = ApiUrls.withinRepository(failed.at(offset + i - 1, 1));
      unread.add(new UnreadItem(Optional.empty(), place, reason));
      Endpoint<T> behind = endpoint.at(failed.at(offset + i, 1));
      last = sender.send(behind, Optional.empty(), true, false);
      Optional<Fetched.Page<T>> page = page(last);
      if (page.isPresent()) {
        return withNext(behind, new Outcome.Success<>(page.get().passedOver(unread)));
      }
      if (!mayFitSmaller(last)) {
        return first;
      }
    }
    return first;
  }

  /** Lets a small page be followed by the largest page that begins behind it. */
  private Outcome<Fetched<T>> withNext(Endpoint<T> sent, Outcome<Fetched<T>> outcome) {
    PageAddress address = PageAddress.of(sent.url());
    Optional<Fetched.Page<T>> page = page(outcome).filter(p -> p.next().isPresent());
    if (page.isEmpty() || address.offset().isEmpty()) {
      return outcome;
    }
    int behind = address.offset().getAsInt() + address.size();
    return PageSizes.ALL.stream()
        .filter(size -> size <= sizes.largest(list) && behind % size == 0)
        .findFirst()
        .filter(size -> size > address.size())
        .map(size -> page.get().followedBy(endpoint.at(address.at(behind, size))))
        .<Outcome<Fetched<T>>>map(Outcome.Success::new)
        .orElse(outcome);
  }

  /** Returns the page in the size that the list is read in. */
  private Endpoint<T> inListSize() {
    PageAddress address = PageAddress.of(endpoint.url());
    int largest = sizes.largest(list);
    return address.size() > largest ? endpoint.at(address.inSize(largest)) : endpoint;
  }

  private Outcome<Fetched<T>> smallerAfter404(Endpoint<T> page, Outcome<Fetched<T>> missing) {
    Endpoint<T> smaller = endpoint.at(PageAddress.of(page.url()).at(0, SIZE_AFTER_404));
    Outcome<Fetched<T>> outcome = sender.send(smaller, Optional.empty(), true, false);
    if (page(outcome).isEmpty()) {
      return missing;
    }
    sizes.limit(list, SIZE_AFTER_404);
    return withNext(smaller, outcome);
  }

  private boolean isMissing(Endpoint<T> page, Outcome<Fetched<T>> outcome) {
    PageAddress address = PageAddress.of(page.url());
    return !endpoint.is(Endpoint.Trait.ITEM)
        && address.offset().equals(OptionalInt.of(0))
        && address.size() > SIZE_AFTER_404
        && outcome instanceof Outcome.Success<Fetched<T>> success
        && success.value() instanceof Fetched.NotAvailable<T> missing
        && missing.status() == 404;
  }

  private static <T> Optional<Fetched.Page<T>> page(Outcome<Fetched<T>> outcome) {
    return outcome instanceof Outcome.Success<Fetched<T>> success
            && success.value() instanceof Fetched.Page<T> page
        ? Optional.of(page)
        : Optional.empty();
  }

  /** Whether fewer items may succeed, and the server did not ask for a pause. */
  private static boolean mayFitSmaller(Outcome<?> outcome) {
    return outcome.isTooHeavy() && outcome.findFailure().flatMap(Failure::retryAt).isEmpty();
  }
}
