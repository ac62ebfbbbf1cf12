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
 * their page, asked for again at the end of each run, and named in the phase's outcome.
 */
public final class UnreadableNotes {
  /** So many noted items of a stream are asked for again in one run. */
  public static final int MOST_TRIES = 20;

  private static final int MOST_NAMED = 3;
  private static final String NUMBER = "\\d{1,18}";

  /** These are a matter of the item, and no reason to end the phase. */
  private static final Set<FailureCode> OF_ONE_ITEM =
      EnumSet.of(FailureCode.SERVER_ERROR, FailureCode.BAD_RESPONSE, FailureCode.NETWORK);

  private final SyncContext context;
  private final StreamName stream;
  private final Set<String> noted = new HashSet<>();

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

  public void forget(Session s, String name) {
    s.unreadable().remove(context.repo(), stream.text(), name);
  }

  /** Forgets the notes of which only the place is known: something else has shown all items. */
  public void forgetPlaces() {
    list().stream()
        .map(UnreadableItems.Item::name)
        .filter(name -> name.startsWith("/"))
        .forEach(name -> context.store().write(s -> forget(s, name)));
  }

  public static boolean isOfOneItem(Failure failure) {
    return OF_ONE_ITEM.contains(failure.code());
  }

  /**
   * How noted items are asked for again.
   *
   * @param item one item by its number or id
   * @param list the list, for an item of which only the place is known
   */
  public record Again<T>(
      LongFunction<SingleItem<T>> item, Endpoint<List<T>> list, PageWriter<T> writer) {}

  /** Asks for the noted items again, and returns how the phase ends. */
  public <T> PhaseOutcome end(PhaseOutcome ended, Again<T> again) {
    return end(ended, again, 0);
  }

  /**
   * The same for a list that shows the newest first.
   *
   * @param newAtTop so many new items have come before the places of earlier notes
   */
  public <T> PhaseOutcome end(PhaseOutcome ended, Again<T> again, long newAtTop) {
    return outcome(context, stream, askAgain(ended, again, newAtTop));
  }

  /** Asks for the noted items again, and returns how the phase goes on. */
  public <T> PhaseOutcome askAgain(PhaseOutcome ended, Again<T> again, long newAtTop) {
    if (!isWell(ended)) {
      return ended;
    }
    GitHub github = context.github(stream);
    ProgressCounter progress = new ProgressCounter(context.listener(), stream);
    for (UnreadableItems.Item item : list().stream().limit(MOST_TRIES).toList()) {
      Optional<PhaseOutcome> cut =
          item.name().matches(NUMBER)
              ? byNumber(github, item.name(), again, progress)
              : byPlace(github, item.name(), again, progress, newAtTop);
      if (cut.isPresent()) {
        return cut.get();
      }
    }
    return PhaseOutcome.done(ended.counts().plus(progress.counts()), ended.reason());
  }

  private List<UnreadableItems.Item> list() {
    return context.store().read(s -> s.unreadable().list(context.repo(), stream.text()));
  }

  private <T> Optional<PhaseOutcome> byNumber(
      GitHub github, String name, Again<T> again, ProgressCounter progress) {
    Optional<PhaseOutcome> instead =
        again.item().apply(Long.parseLong(name)).once().bring(github, progress);
    if (instead.isEmpty()) {
      context.store().write(s -> forget(s, name));
    }
    return instead.filter(end -> end.failure().stream().anyMatch(why -> !isOfOneItem(why)));
  }

  /** An item that was passed over in this run is left to the next one. */
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
    Fetched<List<T>> runLocked = github.fetch(page.once());
    if (store(runLocked, now, again, progress)) {
      return Optional.empty();
    }
    // Another item stands there now: the missing one has moved, but not far.
    Fetched<List<T>> asked =
        runLocked instanceof Fetched.Page<List<T>>
            ? github.fetch(page.wholePage().once())
            : runLocked;
    store(asked, now, again, progress);
    if (asked instanceof Fetched.Page<List<T>> whole && whole.unread().isEmpty()) {
      context.store().write(s -> forget(s, now));
    }
    return asked instanceof Fetched.Stopped<List<T>> failed && !isOfOneItem(failed.failure())
        ? Optional.of(PhaseOutcome.of(asked, progress.counts(), ""))
        : Optional.empty();
  }

  /** Returns whether the page showed something that was not here yet. */
  private <T> boolean store(
      Fetched<List<T>> asked, String place, Again<T> again, ProgressCounter progress) {
    if (!(asked instanceof Fetched.Page<List<T>> fresh)) {
      return false;
    }
    RowChanges written =
        context
            .store()
            .inTransaction(
                s -> {
                  RowChanges page = again.writer().write(s, fresh.value());
                  boolean isFound = !page.created().isEmpty() || !fresh.unread().isEmpty();
                  if (isFound) {
                    forget(s, place);
                    note(s, fresh.unread());
                  }
                  return page;
                });
    progress.add(0, written.counts());
    return !written.created().isEmpty() || !fresh.unread().isEmpty();
  }

  /**
   * Returns how the phase ends: incomplete, with a failure, where items of its stream are noted as
   * unreadable. A phase that was stopped or skipped ends as it did.
   */
  public static PhaseOutcome outcome(SyncContext context, StreamName name, PhaseOutcome ended) {
    List<UnreadableItems.Item> items =
        isWell(ended)
            ? context.store().read(s -> s.unreadable().list(context.repo(), name.text()))
            : List.of();
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
    return "%s: %s could not be read: %s%s; the next run asks again"
        .formatted(
            name.text(),
            items.size() == 1 ? "one item" : items.size() + " items",
            named,
            items.size() > MOST_NAMED ? ", …" : "");
  }
}
