package dev.ghsync.github;

import dev.ghsync.github.json.UnreadItem;
import dev.ghsync.model.Failure;
import dev.ghsync.model.Validator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The outcome of one request: GitHub's answer, or the failure that prevented one. Every outcome
 * that a sync must expect is a value here; nothing is thrown for it.
 */
public sealed interface Fetched<T> {

  /**
   * The answer 200.
   *
   * @param validator empty if the answer had no ETag. Its address is the one that was requested: if
   *     a page was requested in a smaller size (see {@link GitHub#fetch}), the validator is not one
   *     of the whole page
   * @param next the following page; empty at the end of the list. A list has another page while
   *     {@code Link} names a next page, or, without a {@code Link}, while a page is full
   * @param unread the items of the page that could not be read
   * @param lastPage the page number in {@code Link rel="last"}, if given
   * @param serverTime the time of the answer by GitHub's clock
   */
  record Page<T>(
      T value,
      Optional<Validator> validator,
      Optional<Endpoint<T>> next,
      OptionalInt lastPage,
      Instant serverTime,
      List<UnreadItem> unread)
      implements Fetched<T> {

    public Page {
      unread = List.copyOf(unread);
    }

    /** Returns this page with items before it that were skipped, and without a validator. */
    Page<T> passedOver(List<UnreadItem> items) {
      List<UnreadItem> all = new ArrayList<>(items);
      all.addAll(unread);
      return new Page<>(value, Optional.empty(), next, lastPage, serverTime, all);
    }

    Page<T> followedBy(Endpoint<T> other) {
      return new Page<>(value, validator, Optional.of(other), lastPage, serverTime, unread);
    }
  }

  /** The answer 304, which does not count against the hourly limit. */
  record NotModified<T>() implements Fetched<T> {}

  /**
   * An expected refusal of this one item or list: 404, 410 (deleted, or disabled), 409 (an empty
   * repository), 422 (a page too deep, or a name that does not resolve), 403 for a blob over
   * GitHub's limit, 301/302/307/308 to an item of another repository.
   *
   * @param message GitHub's message
   * @param location the target of a redirect
   */
  record NotAvailable<T>(int status, String message, Optional<String> location)
      implements Fetched<T> {}

  /**
   * A refusal because the token may not read this, which does not change with time.
   *
   * @param missing the missing permission ({@code issues=read}), or GitHub's message
   */
  record Forbidden<T>(String missing) implements Fetched<T> {
    private static final Pattern PERMISSIONS =
        Pattern.compile("[a-z_]+=[a-z]+([;,] *[a-z_]+=[a-z]+)*");

    /** Returns the reason for messages: {@code the token lacks issues=read}. */
    public String why() {
      return PERMISSIONS.matcher(missing).matches()
          ? "the token lacks " + missing
          : "GitHub forbids it: " + missing;
    }
  }

  /** No usable answer: the network, a limit, a budget, a malformed body or an interruption. */
  record Stopped<T>(Failure failure) implements Fetched<T> {}
}
