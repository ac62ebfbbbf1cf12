package dev.ghsync.github;

import dev.ghsync.github.json.UnreadItem;
import dev.ghsync.model.Validator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What GitHub said to one question, where it said something that a sync reckons with. */
public sealed interface Fetched<T> {

  /**
   * 200.
   *
   * @param validator empty where no ETag came; its address is the one that was really asked, so a
   *     page that was asked for with fewer items (see {@link GitHub#fetch}) does not pass for the
   *     whole one
   * @param next the page to go on with; empty at the end of the list. This alone tells the end: a
   *     list goes on while {@code Link} names a page behind this one or while a page is full
   * @param unread the items of the page that could not be read
   * @param lastPage the page number in {@code Link rel="last"}, where given
   * @param serverTime when GitHub answered, by its own clock
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

    /** The same behind items that were passed over; it stands for no whole page any more. */
    Page<T> passedOver(List<UnreadItem> items) {
      List<UnreadItem> all = new ArrayList<>(items);
      all.addAll(unread);
      return new Page<>(value, Optional.empty(), next, lastPage, serverTime, all);
    }

    Page<T> followedBy(Endpoint<T> other) {
      return new Page<>(value, validator, Optional.of(other), lastPage, serverTime, unread);
    }
  }

  /** 304: as it was when the validator was kept. It cost nothing of the hourly limit. */
  record NotModified<T>(Instant serverTime) implements Fetched<T> {}

  /**
   * An expected refusal of this one thing: 404, 410 (deleted, or switched off), 409 (an empty
   * repository), 422 (a page too deep, or a name that resolves to nothing), 403 for a blob over
   * GitHub's limit, 301/302/307/308 to an item of another repository.
   *
   * @param message GitHub's own words
   * @param location where it has gone, for redirects
   */
  record NotAvailable<T>(int status, String message, Optional<String> location)
      implements Fetched<T> {}

  /**
   * The token may not read this. Waiting does not help.
   *
   * @param missing what it lacks ({@code issues=read}), or GitHub's own words
   */
  record Forbidden<T>(String missing) implements Fetched<T> {
    private static final Pattern PERMISSIONS =
        Pattern.compile("[a-z_]+=[a-z]+([;,] *[a-z_]+=[a-z]+)*");

    /** For people: {@code the token lacks issues=read}. */
    public String why() {
      return PERMISSIONS.matcher(missing).matches()
          ? "the token lacks " + missing
          : "GitHub forbids it: " + missing;
    }
  }
}
