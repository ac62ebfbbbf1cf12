package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.UnreadItem;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.UnreadableItems;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * The items of one stream that could not be read. They are noted in the transaction that stores
 * their page, requested again at the end of each run, and named in the phase's outcome.
 */
public final class UnreadableNotes {
  /** The number of noted items that one run requests again, and that a phase skips at most. */
  public static final int MOST_TRIES = 20;

  private static final int MOST_NAMED = 3;
  private static final String NUMBER = "\\d{1,18}";

  private static final Set<FailureCode> OF_ONE_ITEM =
      EnumSet.of(FailureCode.SERVER_ERROR, FailureCode.BAD_RESPONSE);

  private final SyncContext context;
  private final StreamName stream;
  private final Set<String> noted = new HashSet<>();
  private int passedOver;

  public UnreadableNotes(SyncContext context, StreamName stream) {
    this.context = context;
    this.stream = stream;
  }

  /** Notes the items of a page that could not be read. */
  public synchronized void note(Session s, List<UnreadItem> unread) {
    for (UnreadItem item : unread) {
      note(s, item.name().orElse(item.page()), item.reason());
    }
  }

  public synchronized void note(Session s, String name, String reason) {
    noted.add(name);
    s.unreadable()
        .note(context.repo(), stream.text(), new UnreadableItems.Item(name, reason), context.now());
  }

  /**
   * Notes an item that was requested alone, so that the phase can skip it.
   *
   * @param failed how the phase would end because of the item
   * @return false if the failure does not concern the item alone, or if too many items failed
   */
  public boolean passOver(String name, PhaseOutcome failed) {
    boolean ofOneItem =
        failed
            .failure()
            .map(failure -> OF_ONE_ITEM.contains(failure.code()))
            .orElse(failed.state() == PhaseReport.State.SKIPPED);
    if (!ofOneItem || passedOver == MOST_TRIES) {
      return false;
    }
    passedOver++;
    String reason = failed.failure().map(Failure::message).or(failed::reason).orElse("");
    note(name, reason);
    return true;
  }

  /** Notes an item in a transaction of its own. */
  public void note(String name, String reason) {
    context.store().write(s -> note(s, name, reason));
  }

  public void forget(Session s, String name) {
    s.unreadable().remove(context.repo(), stream.text(), name);
  }

  /** Removes the note of an item that was read, or is not needed any more. */
  public void forget(String name) {
    context.store().write(s -> forget(s, name));
  }

  /** Removes the notes that name only a place in the list, after all items were read otherwise. */
  public void forgetPlaces() {
    names().stream().filter(name -> name.startsWith("/")).forEach(this::forget);
  }

  /** Returns the names of the noted items. */
  public List<String> names() {
    return list(context, stream).stream().map(UnreadableItems.Item::name).toList();
  }

  /** Returns the failure that names an item of a list. */
  public static Failure failure(UnreadItem item) {
    return Failure.of(
        FailureCode.BAD_RESPONSE,
        "%s cannot be read: %s".formatted(item.name().orElse(item.page()), item.reason()));
  }

  private static boolean endsRetry(Failure failure) {
    return !OF_ONE_ITEM.contains(failure.code()) && failure.code() != FailureCode.NETWORK;
  }

  /**
   * How noted items are requested again.
   *
   * @param item one item by its number or id
   * @param list the list, for an item of which only the place is known
   */
  public record Again<T>(
      LongFunction<SingleItem<T>> item, Endpoint<List<T>> list, PageWriter<T> writer) {}

  /** Requests the noted items again, and returns how the phase ends. */
  public <T> PhaseOutcome end(PhaseOutcome ended, Again<T> again) {
    return end(ended, again, 0);
  }

  /**
   * Requests the noted items of a list that shows the newest first.
   *
   * @param newAtTop the number of new items before the places of earlier notes
   */
  public <T> PhaseOutcome end(PhaseOutcome ended, Again<T> again, long newAtTop) {
    return outcome(context, stream, retry(ended, again, newAtTop));
  }

  /** Requests the noted items again, and returns how the phase continues. */
  public <T> PhaseOutcome retry(PhaseOutcome ended, Again<T> again, long newAtTop) {
    if (!isWell(ended)) {
      return ended;
    }
    GitHub github = context.github(stream);
    ProgressCounter progress = new ProgressCounter(context.listener(), stream);
    for (String name : names().stream().limit(MOST_TRIES).toList()) {
      Optional<PhaseOutcome> failed =
          name.matches(NUMBER)
              ? byNumber(github, name, again, progress)
              : byPlace(github, name, again, progress, newAtTop);
      if (failed.isPresent()) {
        return failed.get();
      }
    }
    return PhaseOutcome.done(ended.counts().plus(progress.counts()), ended.reason());
  }

  private static List<UnreadableItems.Item> list(SyncContext context, StreamName stream) {
    return context.store().read(s -> s.unreadable().list(context.repo(), stream.text()));
  }

  private <T> Optional<PhaseOutcome> byNumber(
      GitHub github, String name, Again<T> again, ProgressCounter progress) {
    Optional<PhaseOutcome> failed =
        again.item().apply(Long.parseLong(name)).once().bring(github, progress);
    if (failed.isEmpty()) {
      forget(name);
    }
    return failed.filter(end -> end.failure().filter(UnreadableNotes::endsRetry).isPresent());
  }

  /** Requests the page of one item. An item that was skipped in this run waits for the next. */
  private <T> Optional<PhaseOutcome> byPlace(
      GitHub github, String place, Again<T> again, ProgressCounter progress, long newAtTop) {
    if (!place.startsWith("/") || noted.contains(place)) {
      return Optional.empty();
    }
    Endpoint<List<T>> page = again.list().within(place).further((int) newAtTop);
    String now = page.pageWithin();
    if (!now.equals(place)) {
      context.store().write(s -> s.unreadable().rename(context.repo(), stream.text(), place, now));
    }
    Fetched<List<T>> fetched = github.fetch(page.once());
    if (fetched instanceof Fetched.Page<List<T>> one) {
      if (store(one, now, again, progress)) {
        return Optional.empty();
      }
      // Another item is at that place: the missing one has moved, but not far.
      fetched = github.fetch(page.wholePage().once());
    }
    if (fetched instanceof Fetched.Page<List<T>> whole) {
      store(whole, now, again, progress);
      if (whole.unread().isEmpty()) {
        forget(now);
      }
    }
    return fetched instanceof Fetched.Stopped<List<T>> stopped && endsRetry(stopped.failure())
        ? Optional.of(PhaseOutcome.stopped(progress.counts(), stopped.failure()))
        : Optional.empty();
  }

  /** Stores a page, and returns whether it showed an item that was not stored before. */
  private <T> boolean store(
      Fetched.Page<List<T>> fetched, String place, Again<T> again, ProgressCounter progress) {
    RowChanges written =
        context
            .store()
            .inTransaction(
                s -> {
                  RowChanges page = again.writer().write(s, fetched.value());
                  boolean isFound = !page.created().isEmpty() || !fetched.unread().isEmpty();
                  if (isFound) {
                    forget(s, place);
                    note(s, fetched.unread());
                  }
                  return page;
                });
    progress.add(0, written.counts());
    return !written.created().isEmpty() || !fetched.unread().isEmpty();
  }

  /**
   * Returns how the phase ends: incomplete, with a failure, where items of its stream are noted as
   * unreadable. A phase that was stopped or skipped ends as it did.
   */
  public static PhaseOutcome outcome(SyncContext context, StreamName name, PhaseOutcome ended) {
    List<UnreadableItems.Item> items = isWell(ended) ? list(context, name) : List.of();
    return items.isEmpty()
        ? ended
        : PhaseOutcome.passedOver(
            ended.counts(), Failure.of(FailureCode.BAD_RESPONSE, message(name, items)));
  }

  private static boolean isWell(PhaseOutcome ended) {
    return ended.state() == PhaseReport.State.UPDATED
        || ended.state() == PhaseReport.State.UNCHANGED;
  }

  private static String message(StreamName name, List<UnreadableItems.Item> items) {
    String named =
        items.stream()
            .limit(MOST_NAMED)
            .map(item -> item.name() + " (" + item.reason() + ")")
            .collect(Collectors.joining(", "));
    return "%s: %s could not be read: %s%s; the next run tries again"
        .formatted(
            name.text(),
            items.size() == 1 ? "one item" : items.size() + " items",
            named,
            items.size() > MOST_NAMED ? ", …" : "");
  }
}
