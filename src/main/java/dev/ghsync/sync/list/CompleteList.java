package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.UnreadItem;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Validator;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Validators;
import dev.ghsync.store.table.Table;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * A list without {@code since} whose whole is the truth: what it does not show is gone. Every page
 * has its own validator, and what a page held is kept beside it, so that an unchanged page counts
 * without being read.
 *
 * <p>Pages slide when an item goes away while they are read, and one item may then be on no page.
 * So a list of several pages counts only when it shows the same items in the same order as the last
 * time. What was stored after the reading began is not removed: the list was read before it came.
 *
 * @param <T> the items
 */
public final class CompleteList<T> {
  private static final int MOST_PASSES = 4;

  /**
   * What is listed.
   *
   * @param name of the stream; also the slot of its validators
   * @param remover takes away, or marks as deleted, all but these
   * @param absent what it means that the list is not there, for people
   */
  public record Stream<T>(
      StreamName name,
      Endpoint<List<T>> endpoint,
      ToLongFunction<T> id,
      Table<T> table,
      PageWriter<T> writer,
      Remover remover,
      String absent) {}

  /** Removes what is not among {@code ids}. */
  @FunctionalInterface
  public interface Remover {
    RowChanges removeOthers(Session session, Set<Long> ids);
  }

  private final SyncContext context;
  private final GitHub github;
  private final Stream<T> stream;
  private final String validatorKey;
  private final ProgressCounter progress;

  public CompleteList(SyncContext context, Stream<T> stream) {
    this.context = context;
    this.github = context.github(stream.name());
    this.stream = stream;
    this.validatorKey = stream.name().text();
    this.progress = new ProgressCounter(context.listener(), stream.name());
  }

  public PhaseOutcome run() {
    if (context.settings().full()) {
      context.store().write(s -> s.validators().clearFrom(context.repo(), validatorKey, 0));
    }
    Set<Long> before = Set.copyOf(activeKeys());
    Optional<List<Long>> last = keptIds();
    for (int pass = 1; ; pass++) {
      Pass read = pass();
      if (read.cut().isPresent()) {
        return read.cut().get();
      }
      boolean isTrue = read.pages() == 1 || last.equals(Optional.of(List.copyOf(read.ids())));
      if (isTrue || pass == MOST_PASSES) {
        return finish(read, isTrue, before);
      }
      last = Optional.of(List.copyOf(read.ids()));
    }
  }

  private List<Long> activeKeys() {
    return context.store().read(s -> s.activeKeys(stream.table(), context.repo()));
  }

  /** What the list showed in the last run; empty where that did not read it to its end. */
  private Optional<List<Long>> keptIds() {
    List<Validators.Page> kept = kept();
    boolean isWhole = !kept.isEmpty() && kept.get(kept.size() - 1).nextUrl().isEmpty();
    return SeenIds.of(kept.stream().map(Validators.Page::ids).toList(), List.of())
        .filter(ids -> isWhole)
        .map(List::copyOf);
  }

  private List<Validators.Page> kept() {
    return context.store().read(s -> s.validators().list(context.repo(), validatorKey));
  }

  /**
   * The list read once.
   *
   * @param ids all that it showed
   * @param unread items that could not be read
   * @param cut how the phase ends where it cannot go on
   */
  private record Pass(
      Set<Long> ids, List<UnreadItem> unread, int pages, Optional<PhaseOutcome> cut) {}

  private Pass pass() {
    List<Validators.Page> kept = kept();
    Set<Long> ids = new LinkedHashSet<>();
    List<UnreadItem> unread = new ArrayList<>();
    Optional<String> url = Optional.of(stream.endpoint().url());
    int page = 0;
    while (url.isPresent()) {
      String place = url.get();
      Optional<Validators.Page> before =
          page < kept.size() && Urls.sameStart(kept.get(page).validator().url(), place)
              ? Optional.of(kept.get(page))
              : Optional.empty();
      Optional<Validator> known = before.map(Validators.Page::validator);
      Endpoint<List<T>> endpoint = stream.endpoint().at(known.map(Validator::url).orElse(place));
      Fetched<List<T>> asked = github.fetch(endpoint, known);
      if (asked instanceof Fetched.NotModified<List<T>>) {
        ids.addAll(before.orElseThrow().ids());
        url = before.get().nextUrl();
      } else if (asked instanceof Fetched.Page<List<T>> got) {
        url = got.next().map(Endpoint::url);
        ids.addAll(store(page, got, url));
        unread.addAll(got.unread());
      } else {
        return new Pass(
            ids,
            unread,
            page,
            Optional.of(PhaseOutcome.of(asked, progress.counts(), stream.absent())));
      }
      page++;
    }
    return new Pass(ids, unread, page, Optional.empty());
  }

  private List<Long> store(int page, Fetched.Page<List<T>> fresh, Optional<String> next) {
    List<Long> ids = fresh.value().stream().mapToLong(stream.id()).boxed().toList();
    // A page with an item that could not be read is read again in the next run.
    Optional<Validator> validator = fresh.validator().filter(v -> fresh.unread().isEmpty());
    RowChanges written =
        context
            .store()
            .inTransaction(
                s -> {
                  s.validators().clearFrom(context.repo(), validatorKey, page);
                  validator.ifPresent(
                      v ->
                          s.validators()
                              .save(
                                  context.repo(),
                                  validatorKey,
                                  page,
                                  new Validators.Page(v, next, ids)));
                  return stream.writer().write(s, fresh.value());
                });
    context.changes().note(validatorKey, written);
    progress.add(ids.size(), written.counts());
    return new ArrayList<>(ids);
  }

  private PhaseOutcome finish(Pass read, boolean isTrue, Set<Long> before) {
    Optional<Set<Long>> ids =
        SeenIds.of(List.of(List.copyOf(read.ids())), read.unread()).filter(seen -> isTrue);
    UnreadableNotes notes = new UnreadableNotes(context, stream.name());
    Counts removed =
        context
            .store()
            .inTransaction(
                s -> {
                  s.unreadable().clear(context.repo(), validatorKey);
                  notes.note(s, read.unread());
                  s.streams()
                      .complete(
                          context.repo(),
                          validatorKey,
                          Optional.empty(),
                          Optional.empty(),
                          context.now(),
                          ids.isPresent());
                  return ids.map(seen -> remove(s, seen, before)).orElse(Counts.NONE);
                });
    PhaseOutcome done = PhaseOutcome.done(progress.counts().plus(removed));
    return UnreadableNotes.outcome(context, stream.name(), done);
  }

  private Counts remove(Session s, Set<Long> seen, Set<Long> before) {
    Set<Long> keep = new LinkedHashSet<>(seen);
    s.activeKeys(stream.table(), context.repo()).stream()
        .filter(key -> !before.contains(key))
        .forEach(keep::add);
    RowChanges gone = stream.remover().removeOthers(s, keep);
    s.streams().reconciled(context.repo(), validatorKey, context.now());
    context.changes().note(validatorKey, gone);
    return gone.counts();
  }
}
