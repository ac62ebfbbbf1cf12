package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Validator;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Checkpoints.Checkpoint;
import dev.ghsync.store.state.StreamStates;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads a list in ascending order of change, each page from the last change of the page before.
 * Page numbers slide while items change; times do not, and an item that changes meanwhile comes
 * again at the end.
 *
 * <p>The rows of a page and the place behind it are stored in one transaction, so that an
 * interrupted reading continues where it stopped. The cursor of the stream and the validator of the
 * last page move only when the list was read to its end. The next run requests that page again: 304
 * means that nothing has changed since.
 *
 * @param <T> the items
 */
public final class SinceCursorList<T> {
  /** Lists lag behind by minutes, so reading begins this much before the cursor. */
  public static final Duration OVERLAP = Duration.ofMinutes(10);

  /** The number of times that seconds are read again: beyond it, the validators are at fault. */
  private static final int MOST_SLIDES = 20;

  /**
   * The list.
   *
   * @param name of the stream; also the key of its validator
   * @param endpoint the list from a time on, in ascending order of change
   * @param absent the reason to report if GitHub does not show the list
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

  /** The number of seconds that were read again. */
  private final AtomicInteger slides = new AtomicInteger();

  private TimeWindows windows = new TimeWindows(List.of());

  /** The validator of the page on which the list ended in this run. */
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
    List<Checkpoint> parts = context.settings().full() ? List.of() : parts();
    if (parts.isEmpty() && state.isPresent()) {
      Optional<PhaseOutcome> ended = readLastPage(state.get());
      if (ended.isPresent()) {
        return ended.get();
      }
    }
    windows = new TimeWindows(parts);
    Optional<Fetched<List<T>>> stopped =
        parts.isEmpty() ? begin(state) : readWindows(Optional.empty());
    return stopped.or(() -> readTail(state)).map(this::outcome).orElseGet(() -> finish(state));
  }

  private PhaseOutcome outcome(Fetched<List<T>> stopped) {
    return PhaseOutcome.of(stopped, progress.counts(), stream.absent());
  }

  // ------------------------------------------------------------------ the last page

  /** Requests the last page of the last run again; empty if more is to be read. */
  private Optional<PhaseOutcome> readLastPage(StreamStates.StreamState state) {
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
    Fetched<List<T>> fetched = github.fetch(page, known);
    if (fetched instanceof Fetched.NotModified<List<T>>) {
      complete(state.since(), known);
      return Optional.of(PhaseOutcome.done(Counts.NONE));
    }
    if (!(fetched instanceof Fetched.Page<List<T>> last)) {
      return Optional.of(outcome(fetched));
    }
    if (!isLast(last) || !overlaps(page.url(), state.since())) {
      return Optional.empty();
    }
    RowChanges written = context.store().inTransaction(s -> write(s, last));
    progress.add(last.value().size(), written.counts());
    complete(later(state.since(), newest(last.value())), validator(last));
    return Optional.of(PhaseOutcome.done(progress.counts()));
  }

  /** Returns whether a page reaches back far enough to show what a lagging list had left out. */
  private static boolean overlaps(String url, Optional<Instant> cursor) {
    Optional<Instant> since = Urls.since(url);
    return since.isEmpty()
        || (cursor.isPresent() && !since.get().isAfter(cursor.get().minus(OVERLAP)));
  }

  /** Returns whether --depth is larger than in the last run. */
  private boolean widened(StreamStates.StreamState state) {
    return state.fallsShortOf(context.settings().depth());
  }

  // ------------------------------------------------------------------ all pages

  /** Reads the first page and then the rest. A first reading that is long has windows. */
  private Optional<Fetched<List<T>>> begin(Optional<StreamStates.StreamState> state) {
    Optional<Instant> from =
        state
            .filter(known -> !widened(known))
            .flatMap(StreamStates.StreamState::since)
            .map(at -> at.minus(OVERLAP))
            .or(() -> context.settings().depth());
    context.store().write(s -> s.checkpoints().clear(context.repo(), validatorKey));
    windows = new TimeWindows(List.of(Checkpoint.from(0, from)));
    int first = take().orElseThrow();
    Optional<Fetched<List<T>>> stopped = step(first);
    boolean isFirstReading = state.filter(known -> !widened(known)).isEmpty();
    return stopped.isPresent() || !isFirstReading
        ? stopped.or(() -> read(first))
        : readWindows(Optional.of(first));
  }

  /**
   * Reads the windows, as many at once as requests are allowed.
   *
   * @param taken the window that is taken already
   */
  private Optional<Fetched<List<T>>> readWindows(Optional<Integer> taken) {
    List<Supplier<Optional<Fetched<List<T>>>>> readers = new ArrayList<>();
    readers.add(() -> readFrom(taken.or(this::next)));
    for (int i = 1; i < context.settings().limits().concurrency(); i++) {
      readers.add(() -> readFrom(next()));
    }
    return context.inParallel(readers);
  }

  /** Reads a window, and others while there are any. */
  private Optional<Fetched<List<T>>> readFrom(Optional<Integer> first) {
    Optional<Fetched<List<T>>> stopped = Optional.empty();
    Optional<Integer> window = first;
    while (stopped.isEmpty() && window.isPresent()) {
      stopped = read(window.get());
      window = stopped.isPresent() ? Optional.empty() : next();
    }
    return stopped;
  }

  /** Waits for a window to read; empty if there will be none. */
  private Optional<Integer> next() {
    Optional<Integer> window = Optional.empty();
    while (window.isEmpty() && windows.awaitWork()) {
      window = take();
    }
    return window;
  }

  private Optional<Integer> take() {
    try {
      return context.store().inTransaction(this::take);
    } catch (RuntimeException | Error e) {
      windows.fail();
      throw e;
    }
  }

  private Optional<Integer> take(Session s) {
    TimeWindows.Taken taken = windows.take();
    taken.changed().forEach(part -> s.checkpoints().save(context.repo(), validatorKey, part));
    return taken.number();
  }

  private Optional<Fetched<List<T>>> read(int window) {
    try {
      Optional<Fetched<List<T>>> stopped = Optional.empty();
      while (stopped.isEmpty() && !windows.part(window).done()) {
        stopped = step(window);
      }
      return stopped;
    } finally {
      windows.leave(window);
    }
  }

  /** Reads one page. Returns the answer that came instead of it. */
  private Optional<Fetched<List<T>>> step(int window) {
    Checkpoint part = windows.part(window);
    Endpoint<List<T>> list = stream.endpoint().apply(part.place());
    Fetched<List<T>> fetched = github.fetch(part.url().map(list::at).orElse(list));
    if (!(fetched instanceof Fetched.Page<List<T>> page)) {
      return Optional.of(fetched);
    }
    Fetched<List<T>> before = fetchPageBefore(part, list);
    boolean slid = before instanceof Fetched.Page<List<T>>;
    if (slid) {
      slides.incrementAndGet();
    } else if (!(before instanceof Fetched.NotModified<List<T>>)) {
      return Optional.of(before);
    }
    RowChanges written = context.store().inTransaction(s -> store(s, window, page, slid));
    progress.add(page.value().size(), written.counts());
    return Optional.empty();
  }

  /**
   * Stores a page and the place behind it. Another reader may have divided the window meanwhile; in
   * the database only if the other half is there too.
   */
  private RowChanges store(Session s, int window, Fetched.Page<List<T>> page, boolean slid) {
    Checkpoint part =
        s.checkpoints()
            .find(context.repo(), validatorKey, window)
            .orElseGet(() -> windows.part(window));
    Checkpoint after =
        slid ? part.at(part.place().orElseThrow(), part.newest()) : advance(part, page);
    windows.advance(after, firstChange(page), page);
    s.checkpoints().save(context.repo(), validatorKey, after);
    rememberPage(s, after, page.validator());
    if (after.done() && part.bound().isEmpty()) {
      end = validator(page);
    }
    return write(s, page);
  }

  /**
   * Requests the page before once more if the pages of one second are read by number. An item that
   * has left the second makes the others slide, and one of them may then be on neither page. If the
   * page before is not the same any more, the second is read again.
   */
  private Fetched<List<T>> fetchPageBefore(Checkpoint part, Endpoint<List<T>> list) {
    Optional<Validator> known =
        part.url().isEmpty()
            ? Optional.empty()
            : context.store().read(s -> s.validators().find(context.repo(), pageKey(part)));
    return known.isPresent() && slides.get() < MOST_SLIDES
        ? github.fetch(list.at(known.get().url()), known)
        : new Fetched.NotModified<>();
  }

  private void rememberPage(Session s, Checkpoint after, Optional<Validator> validator) {
    boolean byNumber = after.url().filter(url -> !Urls.isCursor(url)).isPresent();
    s.validators().save(context.repo(), pageKey(after), byNumber ? validator : Optional.empty());
  }

  private String pageKey(Checkpoint part) {
    return validatorKey + "/" + part.number();
  }

  private Checkpoint advance(Checkpoint part, Fetched.Page<List<T>> page) {
    Optional<Instant> last = newest(page.value());
    Optional<Instant> newest = later(part.newest(), last);
    boolean beyond =
        last.isPresent() && part.bound().isPresent() && !last.get().isBefore(part.bound().get());
    boolean byKey = part.url().isEmpty();
    if (beyond || (byKey && isLast(page))) {
      return part.ended(newest);
    }
    if (last.isPresent() && part.place().stream().allMatch(last.get()::isAfter)) {
      return part.at(last.get(), newest);
    }
    // A whole page holds one second: only here the page number decides. Behind that second the
    // time decides again, and only there the list can end: an empty page by number stays the same
    // when an item before it changes, and its validator would not show that.
    return page.next()
        .map(next -> part.at(next.url(), newest))
        .orElseGet(() -> part.at(part.place().orElseThrow().plusSeconds(1), newest));
  }

  // ------------------------------------------------------------------ the end

  /**
   * Reads the end again if it may have moved while windows were read, or if the page that the next
   * run will request again does not reach back far enough.
   */
  private Optional<Fetched<List<T>>> readTail(Optional<StreamStates.StreamState> state) {
    List<Checkpoint> parts = parts();
    Optional<Instant> newest = newest(parts, state);
    boolean good = parts.size() == 1 && end.isPresent() && overlaps(end.get().url(), newest);
    if (newest.isEmpty() || good) {
      return Optional.empty();
    }
    int last = parts.stream().mapToInt(Checkpoint::number).max().orElse(0) + 1;
    windows = new TimeWindows(List.of(Checkpoint.from(last, newest.map(at -> at.minus(OVERLAP)))));
    return readFrom(next());
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
              s.checkpoints().clear(context.repo(), validatorKey);
            });
  }

  private List<Checkpoint> parts() {
    return context.store().read(s -> s.checkpoints().list(context.repo(), validatorKey));
  }

  private static boolean isLast(Fetched.Page<?> page) {
    return page.next().isEmpty();
  }

  /** Returns the validator if it belongs to a page by time, which shows the end of the list. */
  private static Optional<Validator> validator(Fetched.Page<?> page) {
    return page.validator().filter(v -> Urls.isByKey(v.url()));
  }

  private RowChanges write(Session s, Fetched.Page<List<T>> page) {
    notes.note(s, page.unread());
    return stream.writer().write(s, page.value());
  }

  private Optional<Instant> firstChange(Fetched.Page<List<T>> page) {
    return page.value().stream().findFirst().map(stream.changedAt());
  }

  private Optional<Instant> newest(List<T> items) {
    return items.stream().map(stream.changedAt()).max(Instant::compareTo);
  }

  private static Optional<Instant> newest(
      List<Checkpoint> parts, Optional<StreamStates.StreamState> state) {
    return parts.stream()
        .map(Checkpoint::newest)
        .reduce(state.flatMap(StreamStates.StreamState::since), SinceCursorList::later);
  }

  private static Optional<Instant> later(Optional<Instant> a, Optional<Instant> b) {
    return a.isEmpty() || (b.isPresent() && b.get().isAfter(a.get())) ? b : a;
  }
}
