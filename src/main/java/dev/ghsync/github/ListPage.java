package dev.ghsync.github;

import dev.ghsync.github.json.UnreadItem;
import dev.ghsync.model.Failure;
import dev.ghsync.model.Validator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list, in smaller pieces where the server cannot send it whole: the one rule for all
 * lists. A page that breaks is asked for at the same place in 50, 25, 10, 5 and 1; where even one
 * item cannot be delivered, it is passed over, provided that one behind it can. What is behind the
 * piece is read from {@link Fetched.Page#next}, in larger pages again where they begin there.
 *
 * @param list how {@link PageSizes} names the list
 */
record ListPage<T>(Endpoint<T> endpoint, String list, PageSizes sizes, RetryLoop<T> asking) {
  /** Then it is not one item: the server is in trouble. */
  private static final int MOST_PASSED_OVER = 3;

  /** A list that answers 404 in pages of 100 may answer in these. */
  private static final int WHERE_MISSING = 25;

  private static final Duration ALL_SIZES = Duration.ofMinutes(5);

  /** Asks for a page. */
  interface RetryLoop<T> {
    /**
     * Asks.
     *
     * @param again it stands for a request that failed: it is tried once
     * @param once it is tried once
     */
    Answer<Fetched<T>> ask(
        Endpoint<T> page, Optional<Validator> known, boolean again, boolean once);
  }

  /**
   * Reads it.
   *
   * @param again it failed in an earlier run: then it is tried once
   */
  Answer<Fetched<T>> read(Optional<Validator> known, boolean again) {
    Endpoint<T> page = known.isPresent() ? endpoint : fitted();
    long begin = System.nanoTime();
    Answer<Fetched<T>> answer = asking.ask(page, known, again, sizes.hasBroken(list));
    if (isMissing(page, answer)) {
      return smallerWhereMissing(page, answer);
    }
    if (!breaksBySize(answer)) {
      return goingOn(page, answer);
    }
    sizes.broke(list);
    return smaller(page, answer, begin);
  }

  private Answer<Fetched<T>> smaller(Endpoint<T> broken, Answer<Fetched<T>> first, long begin) {
    PageAddress address = PageAddress.of(broken.url());
    Answer<Fetched<T>> last = first;
    for (int size : PageSizes.ALL) {
      if (size >= address.size()) {
        continue;
      }
      if (Duration.ofNanos(System.nanoTime() - begin).compareTo(ALL_SIZES) > 0) {
        return first;
      }
      Endpoint<T> page = endpoint.at(resized(address, size));
      last = asking.ask(page, Optional.empty(), size > 1, false);
      if (!breaksBySize(last)) {
        if (last instanceof Answer.Success<Fetched<T>>) {
          sizes.worked(list, size);
        }
        return goingOn(page, last);
      }
    }
    return passOver(address, first, last);
  }

  private static String resized(PageAddress address, int size) {
    return address.offset().isPresent()
        ? address.at(address.offset().getAsInt(), size)
        : address.resized(size);
  }

  /** Goes around the item at which the broken page begins. */
  private Answer<Fetched<T>> passOver(
      PageAddress broken, Answer<Fetched<T>> first, Answer<Fetched<T>> alone) {
    if (broken.offset().isEmpty()) {
      return first;
    }
    int offset = broken.offset().getAsInt();
    List<UnreadItem> unread = new ArrayList<>();
    Answer<Fetched<T>> why = alone;
    for (int i = 1; i <= MOST_PASSED_OVER; i++) {
      String reason = why.why().map(Failure::message).orElse("it cannot be delivered");
      unread.add(
          new UnreadItem(
              Optional.empty(), Urls.withinRepository(broken.at(offset + i - 1, 1)), reason));
      Endpoint<T> behind = endpoint.at(broken.at(offset + i, 1));
      Answer<Fetched<T>> answer = asking.ask(behind, Optional.empty(), true, false);
      if (answer instanceof Answer.Success<Fetched<T>> got
          && got.value() instanceof Fetched.Page<T> fresh) {
        return goingOn(behind, new Answer.Success<>(fresh.passedOver(unread), got.points()));
      }
      if (!breaksBySize(answer)) {
        return first;
      }
      why = answer;
    }
    return first;
  }

  /** What is behind a small page is asked for in the largest size that begins there. */
  private Answer<Fetched<T>> goingOn(Endpoint<T> page, Answer<Fetched<T>> answer) {
    PageAddress address = PageAddress.of(page.url());
    if (!(answer instanceof Answer.Success<Fetched<T>> got)
        || !(got.value() instanceof Fetched.Page<T> fresh)
        || fresh.next().isEmpty()
        || address.offset().isEmpty()) {
      return answer;
    }
    int behind = address.offset().getAsInt() + address.size();
    return PageSizes.ALL.stream()
        .filter(size -> size <= sizes.largest(list) && behind % size == 0)
        .findFirst()
        .filter(size -> size > address.size())
        .<Answer<Fetched<T>>>map(
            size ->
                new Answer.Success<>(
                    fresh.followedBy(endpoint.at(address.at(behind, size))), got.points()))
        .orElse(answer);
  }

  /** The page in the size that the list is read in. */
  private Endpoint<T> fitted() {
    PageAddress address = PageAddress.of(endpoint.url());
    int largest = sizes.largest(list);
    return address.size() > largest ? endpoint.at(resized(address, largest)) : endpoint;
  }

  private Answer<Fetched<T>> smallerWhereMissing(Endpoint<T> page, Answer<Fetched<T>> missing) {
    Endpoint<T> smaller = endpoint.at(PageAddress.of(page.url()).at(0, WHERE_MISSING));
    Answer<Fetched<T>> answer = asking.ask(smaller, Optional.empty(), true, false);
    if (answer instanceof Answer.Success<Fetched<T>> got
        && got.value() instanceof Fetched.Page<T>) {
      sizes.limit(list, WHERE_MISSING);
      return goingOn(smaller, answer);
    }
    return missing;
  }

  private boolean isMissing(Endpoint<T> page, Answer<Fetched<T>> answer) {
    PageAddress address = PageAddress.of(page.url());
    return !endpoint.is(Endpoint.Trait.ITEM)
        && address.offset().equals(java.util.OptionalInt.of(0))
        && address.size() > WHERE_MISSING
        && answer instanceof Answer.Success<Fetched<T>> got
        && got.value() instanceof Fetched.NotAvailable<T> absent
        && absent.status() == 404;
  }

  /** It broke in a way that fewer items may mend, and the server did not ask for a pause. */
  private static <T> boolean breaksBySize(Answer<T> answer) {
    return answer.isTooHeavy() && answer.why().flatMap(Failure::retryAt).isEmpty();
  }
}
