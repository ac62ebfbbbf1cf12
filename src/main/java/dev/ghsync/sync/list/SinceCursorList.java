package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Validator;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Checkpoints.Part;
import dev.ghsync.store.state.StreamStates;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads a list by its key: from the last change that is here, in ascending order, asking again and
 * again from the last item seen. Page numbers slide while items change; the key does not, and an
 * item that changes meanwhile comes again at the end.
 *
 * <p>Each page's rows and the place behind it are one transaction, so that a walk that was cut goes
 * on where it stopped. The stream's cursor and the validator of the page on which the list ended
 * move only when the walk has come to its end. The next run asks that very page again: 304 means
 * that nothing has changed since.
 *
 * @param <T> the items
 */
public final class SinceCursorList<T> {
  /** Lists lag behind by minutes, so a walk begins this much before its cursor. */
  static final Duration OVERLAP = Duration.ofMinutes(10);

  /** Then it is believed as it is: no second is that busy, so the validators must be at fault. */
  private static final int MOST_SLIDES = 20;

  /**
   * What is walked.
   *
   * @param name of the stream; also the slot of its validator
   * @param endpoint the list from a time on, in ascending order of change
   * @param absent what it means that the list is not there, for people
   */
  public record Stream<T>(
      StreamName name,
      Function<Optional<Instant>, Endpoint<List<T>>> endpoint,
      Function<T, Instant> changedAt,
      PageWriter<T> writer,
      String absent) {}

  private final SyncContext context;
  private final GitHub github;
  private final Stream<T> stream;
  private final String validatorKey;
  private final ProgressCounter progress;
  private final UnreadableNotes notes;

  /** How often a second was read again. */
  private final AtomicInteger slides = new AtomicInteger();

  /** Of the page on which the list ended in this run. */
  private volatile Optional<Validator> end = Optional.empty();

  public SinceCursorList(
      SyncContext context, Stream<T> stream, ProgressCounter progress, UnreadableNotes notes) {
    this.context = context;
    this.github = context.github(stream.name());
    this.stream = stream;
    this.validatorKey = stream.name().text();
    this.progress = progress;
    this.notes = notes;
  }

  public PhaseOutcome run() {
    Optional<StreamStates.StreamState> state =
        context.ifIncremental(
            context.store().read(s -> s.streams().find(context.repo(), validatorKey)));
    List<Part> parts = context.settings().full() ? List.of() : parts();
    if (parts.isEmpty() && state.isPresent()) {
      Optional<PhaseOutcome> ended = askLastPage(state.get());
      if (ended.isPresent()) {
        return ended.get();
      }
    }
    Optional<PhaseOutcome> cut = parts.isEmpty() ? begin(state) : goOn(parts);
    return cut.or(() -> readTail(state)).orElseGet(() -> finish(state));
  }

  // ------------------------------------------------------------------ the page on which it ended

  /** Asks the last page of the finished walk again; empty where more is to be read. */
  private Optional<PhaseOutcome> askLastPage(StreamStates.StreamState state) {
    Endpoint<List<T>> list = stream.endpoint().apply(Optional.empty());
    Optional<Validator> known =
        context
            .store()
            .read(s -> s.validators().find(context.repo(), validatorKey))
            .filter(v -> Urls.sameList(v.url(), list.url()) && !widened(state));
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Endpoint<List<T>> page = list.at(known.get().url());
    Fetched<List<T>> asked = github.fetch(page, known);
    if (asked instanceof Fetched.NotModified<List<T>>) {
      complete(state.since(), known);
      return Optional.of(PhaseOutcome.done(Counts.NONE));
    }
    if (!(asked instanceof Fetched.Page<List<T>> got)) {
      return Optional.of(PhaseOutcome.of(asked, Counts.NONE, stream.absent()));
    }
    if (!isLast(got) || !overlaps(page.url(), state.since())) {
      return Optional.empty();
    }
    RowChanges written = context.store().inTransaction(s -> write(s, got));
    progress.add(got.value().size(), written.counts());
    complete(later(state.since(), newest(got.value())), validator(got));
    return Optional.of(PhaseOutcome.done(progress.counts()));
  }

  /** The page reaches back far enough to show what a lagging list had left out. */
  private static boolean overlaps(String url, Optional<Instant> cursor) {
    Optional<Instant> since = Urls.since(url);
    return since.isEmpty()
        || (cursor.isPresent() && !since.get().isAfter(cursor.get().minus(OVERLAP)));
  }

  /** A larger --depth than before: what lies between is to be fetched. */
  private boolean widened(StreamStates.StreamState state) {
    return state.fallsShortOf(context.settings().depth());
  }

  // ------------------------------------------------------------------ the walk

  /** Reads the first page; what is left goes on from there, in windows where it is long. */
  private Optional<PhaseOutcome> begin(Optional<StreamStates.StreamState> state) {
    Optional<Instant> from =
        state
            .filter(known -> !widened(known))
            .flatMap(StreamStates.StreamState::since)
            .map(at -> at.minus(OVERLAP))
            .or(() -> context.settings().depth());
    context.store().write(s -> s.walks().clear(context.repo(), validatorKey));
    Step first = step(Part.from(0, from), true);
    return first.cut().isPresent() ? first.cut() : goOn(first.parts());
  }

  private Optional<PhaseOutcome> goOn(List<Part> parts) {
    return context.inParallel(
        parts.stream()
            .filter(part -> !part.done())
            .<Supplier<Optional<PhaseOutcome>>>map(part -> () -> walk(part))
            .toList());
  }

  private Optional<PhaseOutcome> walk(Part from) {
    Part part = from;
    while (!part.done()) {
      Step step = step(part, false);
      if (step.cut().isPresent()) {
        return step.cut();
      }
      part = step.parts().get(0);
    }
    return Optional.empty();
  }

  /**
   * One page further.
   *
   * @param parts the part where it is now, and those that it was cut into
   * @param cut how the phase ends where it cannot go on
   */
  private record Step(List<Part> parts, Optional<PhaseOutcome> cut) {}

  private Step step(Part part, boolean first) {
    Endpoint<List<T>> list = stream.endpoint().apply(part.place());
    Endpoint<List<T>> page = part.url().map(list::at).orElse(list);
    Fetched<List<T>> asked = github.fetch(page);
    if (!(asked instanceof Fetched.Page<List<T>> fresh)) {
      return new Step(
          List.of(part), Optional.of(PhaseOutcome.of(asked, progress.counts(), stream.absent())));
    }
    Fetched<List<T>> before = askPageBefore(part, list);
    boolean slid = before instanceof Fetched.Page<List<T>>;
    if (slid) {
      slides.incrementAndGet();
    } else if (!(before instanceof Fetched.NotModified<List<T>>)) {
      return new Step(
          List.of(part), Optional.of(PhaseOutcome.of(before, progress.counts(), stream.absent())));
    }
    Part after = slid ? part.at(part.place().orElseThrow(), part.newest()) : advance(part, fresh);
    List<Part> parts = first ? TimeWindows.cut(after, firstChange(fresh), fresh) : List.of(after);
    RowChanges written =
        context
            .store()
            .inTransaction(
                s -> {
                  parts.forEach(p -> s.walks().save(context.repo(), validatorKey, p));
                  rememberPage(s, after, fresh.validator());
                  return write(s, fresh);
                });
    progress.add(fresh.value().size(), written.counts());
    if (after.done() && part.bound().isEmpty()) {
      end = validator(fresh);
    }
    return new Step(parts, Optional.empty());
  }

  /**
   * Of a second whose pages are read by number, asks the one before once more: an item that has
   * left the second makes the others slide, and one of them slips through between two pages. Then
   * the second is read again.
   */
  private Fetched<List<T>> askPageBefore(Part part, Endpoint<List<T>> list) {
    Optional<Validator> known =
        part.url().isEmpty()
            ? Optional.empty()
            : context.store().read(s -> s.validators().find(context.repo(), pageSlot(part)));
    return known.isPresent() && slides.get() < MOST_SLIDES
        ? github.fetch(list.at(known.get().url()), known)
        : new Fetched.NotModified<>();
  }

  private void rememberPage(Session s, Part after, Optional<Validator> validator) {
    boolean byNumber = after.url().filter(url -> !Urls.isCursor(url)).isPresent();
    s.validators().save(context.repo(), pageSlot(after), byNumber ? validator : Optional.empty());
  }

  private String pageSlot(Part part) {
    return validatorKey + "/" + part.number();
  }

  private Part advance(Part part, Fetched.Page<List<T>> fresh) {
    Optional<Instant> last = newest(fresh.value());
    Optional<Instant> newest = later(part.newest(), last);
    boolean beyond =
        last.isPresent() && part.bound().isPresent() && !last.get().isBefore(part.bound().get());
    boolean byKey = part.url().isEmpty();
    if (beyond || (byKey && isLast(fresh))) {
      return part.ended(newest);
    }
    if (last.isPresent() && part.place().stream().allMatch(last.get()::isAfter)) {
      return part.at(last.get(), newest);
    }
    // A whole page within one second: here, and only here, the page number must do. Behind that
    // second the walk goes on by key again, and only there it ends: an empty page by number stays
    // as it is when an item before it changes, and its validator would tell nothing.
    return fresh
        .next()
        .map(next -> part.at(next.url(), newest))
        .orElseGet(() -> part.at(part.place().orElseThrow().plusSeconds(1), newest));
  }

  // ------------------------------------------------------------------ the end

  /**
   * Reads the end again where it may have moved while windows were read, or where the page that the
   * next run asks again does not reach back far enough.
   */
  private Optional<PhaseOutcome> readTail(Optional<StreamStates.StreamState> state) {
    List<Part> parts = parts();
    Optional<Instant> newest = newest(parts, state);
    boolean good = parts.size() == 1 && end.isPresent() && overlaps(end.get().url(), newest);
    if (newest.isEmpty() || good) {
      return Optional.empty();
    }
    return walk(Part.from(parts.size(), newest.map(at -> at.minus(OVERLAP))));
  }

  private PhaseOutcome finish(Optional<StreamStates.StreamState> state) {
    complete(newest(parts(), state), end);
    return PhaseOutcome.done(progress.counts());
  }

  private void complete(Optional<Instant> since, Optional<Validator> validator) {
    context
        .store()
        .write(
            s -> {
              s.streams()
                  .complete(
                      context.repo(),
                      validatorKey,
                      since,
                      context.settings().depth(),
                      context.now());
              s.validators().save(context.repo(), validatorKey, validator);
              s.walks().clear(context.repo(), validatorKey);
            });
  }

  // ------------------------------------------------------------------ small questions

  private List<Part> parts() {
    return context.store().read(s -> s.walks().list(context.repo(), validatorKey));
  }

  private static boolean isLast(Fetched.Page<?> fresh) {
    return fresh.next().isEmpty();
  }

  /** Only a page by key, in whatever size, tells the end of the list the next time. */
  private static Optional<Validator> validator(Fetched.Page<?> fresh) {
    return fresh.validator().filter(v -> Urls.isByKey(v.url()));
  }

  private RowChanges write(Session s, Fetched.Page<List<T>> page) {
    notes.note(s, page.unread());
    return stream.writer().write(s, page.value());
  }

  private Optional<Instant> firstChange(Fetched.Page<List<T>> fresh) {
    return fresh.value().stream().findFirst().map(stream.changedAt());
  }

  private Optional<Instant> newest(List<T> items) {
    return items.stream().map(stream.changedAt()).max(Instant::compareTo);
  }

  private static Optional<Instant> newest(
      List<Part> parts, Optional<StreamStates.StreamState> state) {
    return parts.stream()
        .map(Part::newest)
        .reduce(state.flatMap(StreamStates.StreamState::since), SinceCursorList::later);
  }

  private static Optional<Instant> later(Optional<Instant> a, Optional<Instant> b) {
    return a.isEmpty() || (b.isPresent() && b.get().isAfter(a.get())) ? b : a;
  }
}
