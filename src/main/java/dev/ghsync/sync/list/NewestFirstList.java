package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Validator;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Checkpoints.Checkpoint;
import dev.ghsync.store.state.StreamStates;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Reads a list that has no {@code since} from its newest item down to the known ones. New items
 * push the others back while it is read, so that some come twice and none is missed. A long list is
 * first read in several parts at the same time.
 *
 * <p>The cursor moves to the newest item only when the known ones were reached. A reading that was
 * interrupted is first continued from its page; then the list is read from the top down to where
 * that reading began. The validator of the top at that time shows whether anything is new.
 *
 * @param <T> the items
 */
public final class NewestFirstList<T> {
  /**
   * The list.
   *
   * @param name of the stream; also the key of its validator
   * @param probe the same list in the form whose 304 shows that nothing is new
   * @param absent the reason to report if GitHub does not show the list
   */
  public record Stream<T>(
      StreamName name,
      Endpoint<List<T>> endpoint,
      Endpoint<List<T>> probe,
      Function<T, Instant> changedAt,
      PageWriter<T> writer,
      String absent) {}

  private static final int TOO_DEEP = 422;

  private final SyncContext context;
  private final GitHub github;
  private final Stream<T> stream;
  private final String validatorKey;

  /** The key of the validator of the top at the time when a reading began. */
  private final String begun;

  private final ProgressCounter progress;
  private final UnreadableNotes notes;
  private boolean toppingUp;
  private boolean missing;
  private final AtomicLong newAtTop = new AtomicLong();
  private volatile Optional<String> note = Optional.empty();

  /** The parts of the list that are read at the same time, from the newest to the oldest. */
  private final NavigableMap<Integer, Checkpoint> parts = new ConcurrentSkipListMap<>();

  public NewestFirstList(SyncContext context, Stream<T> stream, UnreadableNotes notes) {
    this.context = context;
    this.github = context.github(stream.name());
    this.stream = stream;
    this.validatorKey = stream.name().text();
    this.begun = validatorKey + "/0";
    this.progress = new ProgressCounter(context.listener(), stream.name());
    this.notes = notes;
  }

  /** Returns how many items have come at the top since the list was last read to its end. */
  public long newAtTop() {
    return newAtTop.get();
  }

  /** Returns whether GitHub answered 404 for the list. */
  public boolean isMissing() {
    return missing;
  }

  public PhaseOutcome run() {
    List<Checkpoint> open =
        context.settings().full()
            ? List.of()
            : context.store().read(s -> s.checkpoints().list(context.repo(), validatorKey));
    open.forEach(part -> parts.put(part.number(), part));
    Optional<Fetched<List<T>>> end =
        open.isEmpty() ? Optional.empty() : readAll(List.of(), find(begun));
    return end.isPresent() ? outcome(end.get()) : readFromTop();
  }

  private PhaseOutcome outcome(Fetched<List<T>> end) {
    return PhaseOutcome.of(end, progress.counts(), stream.absent());
  }

  private PhaseOutcome readFromTop() {
    Optional<StreamStates.StreamState> state =
        context
            .ifIncremental(
                context.store().read(s -> s.streams().find(context.repo(), validatorKey)))
            .filter(before -> !before.fallsShortOf(context.settings().depth()));
    Optional<Instant> cursor = state.flatMap(StreamStates.StreamState::since);
    toppingUp = cursor.isPresent();
    Optional<Validator> known =
        state
            .flatMap(before -> find(validatorKey))
            .filter(v -> Urls.sameList(v.url(), stream.probe().url()) && Urls.isByKey(v.url()));
    Endpoint<List<T>> probe =
        known.map(Validator::url).map(stream.probe()::at).orElse(stream.probe());
    Fetched<List<T>> fetched = github.fetch(probe, known);
    if (fetched instanceof Fetched.NotModified<List<T>>) {
      complete(cursor, known);
      return PhaseOutcome.done(progress.counts());
    }
    missing = fetched instanceof Fetched.NotAvailable<List<T>> answer && answer.status() == 404;
    if (!(fetched instanceof Fetched.Page<List<T>> first)) {
      return outcome(fetched);
    }
    Checkpoint top =
        new Checkpoint(
            0,
            Optional.empty(),
            Optional.of(stream.endpoint().url()),
            cursor.or(context.settings()::depth).map(at -> at.minus(SinceCursorList.OVERLAP)),
            cursor,
            false);
    context.store().write(s -> begin(s, top, first.validator()));
    boolean isFirstPage = stream.probe().url().equals(stream.endpoint().url());
    Fetched<List<T>> full = isFirstPage ? first : github.fetch(stream.endpoint());
    if (!(full instanceof Fetched.Page<List<T>> page)) {
      return outcome(full);
    }
    store(top.number(), page);
    return readAll(starts(page), first.validator())
        .map(this::outcome)
        .orElseGet(() -> PhaseOutcome.done(progress.counts(), note));
  }

  private void begin(Session s, Checkpoint top, Optional<Validator> validator) {
    s.validators().save(context.repo(), begun, validator);
    s.checkpoints().clear(context.repo(), validatorKey);
    parts.clear();
    parts.put(top.number(), top);
  }

  private Optional<Validator> find(String which) {
    return context.store().read(s -> s.validators().find(context.repo(), which));
  }

  /**
   * Returns the pages at which further parts of a first reading begin; none if the list is short.
   * New items at the top meanwhile push others from the end of one part into the next. Each part is
   * therefore read down to the first item that the next one has begun with.
   */
  private List<Endpoint<List<T>>> starts(Fetched.Page<List<T>> first) {
    Optional<Endpoint<List<T>>> next =
        part(0).bound().isPresent()
            ? Optional.empty()
            : first.next().filter(page -> !Urls.isCursor(page.url()));
    int left = first.lastPage().orElse(1) - 1;
    int many = Math.min(context.settings().limits().concurrency(), left / TimeWindows.FEW);
    return next.stream()
        .flatMap(
            page ->
                IntStream.range(1, many)
                    .mapToObj(i -> page.further(left * i / many * Urls.pageSize(page.url()))))
        .toList();
  }

  /**
   * Reads all parts down to their bounds. Returns the answer that ended that before.
   *
   * @param starts the pages at which further parts begin
   * @param validator of the top when the reading began
   */
  private Optional<Fetched<List<T>>> readAll(
      List<Endpoint<List<T>>> starts, Optional<Validator> validator) {
    List<Supplier<Optional<Fetched<List<T>>>>> readers = new ArrayList<>();
    numbers().forEach(part -> readers.add(() -> readDown(part)));
    for (int i = 0; i < starts.size(); i++) {
      int number = i + 1;
      Endpoint<List<T>> start = starts.get(i);
      readers.add(() -> readFrom(number, start));
    }
    Optional<Fetched<List<T>>> end = context.inParallel(readers);
    if (end.isEmpty()) {
      complete(newest(), validator);
    }
    return end;
  }

  /** Begins a part at a page, and reads it. */
  private Optional<Fetched<List<T>>> readFrom(int number, Endpoint<List<T>> start) {
    Fetched<List<T>> fetched = github.fetch(start);
    if (!(fetched instanceof Fetched.Page<List<T>> page)) {
      // The part before reads on to the same page, and then knows what that means.
      return fetched instanceof Fetched.NotAvailable ? Optional.empty() : Optional.of(fetched);
    }
    List<Instant> changes = page.value().stream().map(stream.changedAt()).toList();
    if (changes.stream().distinct().count() <= 1) {
      return Optional.empty(); // The part before would not know where within the second to end.
    }
    context.store().write(s -> divide(s, number, start, changes.get(0)));
    store(number, page);
    return readDown(number);
  }

  private void divide(Session s, int number, Endpoint<List<T>> start, Instant first) {
    Checkpoint before = stored(s, Objects.requireNonNull(parts.lowerKey(number)));
    save(s, before.until(first));
    save(
        s,
        new Checkpoint(
            number,
            Optional.empty(),
            Optional.of(start.url()),
            before.bound(),
            Optional.empty(),
            false));
  }

  /** Reads from the part's page down to its bound. */
  private Optional<Fetched<List<T>>> readDown(int number) {
    for (Checkpoint part = part(number); !part.done(); part = part(number)) {
      Fetched<List<T>> fetched = github.fetch(stream.endpoint().at(part.url().orElseThrow()));
      if (fetched instanceof Fetched.Page<List<T>> page) {
        store(number, page);
      } else if (fetched instanceof Fetched.NotAvailable<List<T>> answer
          && answer.status() == TOO_DEEP) {
        note = Optional.of("GitHub shows no older ones than these: " + answer.message());
        context.store().write(s -> save(s, part(number).ended(part(number).newest())));
      } else {
        return Optional.of(fetched);
      }
    }
    return Optional.empty();
  }

  /** Stores the rows of a page and the place after it. */
  private void store(int number, Fetched.Page<List<T>> page) {
    RowChanges written =
        context
            .store()
            .inTransaction(
                s -> {
                  save(s, advance(stored(s, number), page));
                  notes.note(s, page.unread());
                  return stream.writer().write(s, page.value());
                });
    newAtTop.addAndGet(toppingUp ? written.created().size() : 0);
    progress.add(page.value().size(), written.counts());
  }

  // Parts change only within the transaction that stores them. If that fails, another part's
  // transaction must not store the change alone.

  private Checkpoint stored(Session s, int number) {
    return s.checkpoints().find(context.repo(), validatorKey, number).orElseGet(() -> part(number));
  }

  private void save(Session s, Checkpoint part) {
    s.checkpoints().save(context.repo(), validatorKey, part);
    parts.put(part.number(), part);
  }

  private Checkpoint part(int number) {
    return Objects.requireNonNull(parts.get(number));
  }

  private List<Integer> numbers() {
    return List.copyOf(parts.keySet());
  }

  private Optional<Instant> newest() {
    return parts.values().stream().flatMap(part -> part.newest().stream()).max(Instant::compareTo);
  }

  private Checkpoint advance(Checkpoint part, Fetched.Page<List<T>> page) {
    List<Instant> changes = page.value().stream().map(stream.changedAt()).toList();
    Optional<Instant> newest =
        java.util.stream.Stream.concat(part.newest().stream(), changes.stream())
            .max(Instant::compareTo);
    boolean known =
        part.bound().isPresent()
            && changes.stream().anyMatch(at -> at.isBefore(part.bound().get()));
    return page.next()
        .filter(next -> !known)
        .map(next -> part.at(next.url(), newest))
        .orElseGet(() -> part.ended(newest));
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
                      context.now(),
                      note.isEmpty());
              s.validators().save(context.repo(), validatorKey, validator);
              s.validators().save(context.repo(), begun, Optional.empty());
              s.checkpoints().clear(context.repo(), validatorKey);
            });
  }
}
