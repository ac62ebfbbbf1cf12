package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Validator;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Checkpoints.Part;
import dev.ghsync.store.state.StreamStates;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a list without {@code since} from its newest item down to what is known. New items push the
 * others back while it is read, so that some come twice and none is missed.
 *
 * <p>The cursor moves to the newest item seen only when the known ones were reached: a reading that
 * was cut goes on from its place first, and then from the top down to where that began; the
 * validator of the top as it was then tells whether there is anything.
 *
 * @param <T> the items
 */
public final class NewestFirstList<T> {
  /**
   * What is read.
   *
   * @param name of the stream; also the slot of its validator
   * @param probe the same list in the form whose 304 says that nothing is new
   * @param absent what it means that the list is not there, for people
   */
  public record Stream<T>(
      StreamName name,
      Endpoint<List<T>> endpoint,
      Endpoint<List<T>> probe,
      Function<T, Instant> changedAt,
      PageWriter<T> writer,
      String absent) {}

  private final SyncContext context;
  private final GitHub github;
  private final Stream<T> stream;
  private final String validatorKey;

  /** Where the validator is kept of the top as it was when a reading began. */
  private final String begun;

  private final ProgressCounter progress;
  private final UnreadableNotes notes;
  private boolean toppingUp;
  private boolean missing;
  private long newAtTop;
  private Optional<String> note = Optional.empty();

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
    return newAtTop;
  }

  /** The list was answered 404. */
  public boolean isMissing() {
    return missing;
  }

  public PhaseOutcome run() {
    Optional<Part> open =
        context.settings().full()
            ? Optional.empty()
            : context.store().read(s -> s.walks().list(context.repo(), validatorKey)).stream()
                .findFirst();
    if (open.isPresent()) {
      Optional<PhaseOutcome> cut = walk(open.get(), find(begun));
      if (cut.isPresent()) {
        return cut.get();
      }
    }
    return fromTheTop();
  }

  private PhaseOutcome fromTheTop() {
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
    Endpoint<List<T>> asking =
        known.map(Validator::url).map(stream.probe()::at).orElse(stream.probe());
    Fetched<List<T>> probe = github.fetch(asking, known);
    if (probe instanceof Fetched.NotModified<List<T>>) {
      complete(cursor, known);
      return PhaseOutcome.done(progress.counts());
    }
    missing = probe instanceof Fetched.NotAvailable<List<T>> gone && gone.status() == 404;
    if (!(probe instanceof Fetched.Page<List<T>> got)) {
      return PhaseOutcome.of(probe, progress.counts(), stream.absent());
    }
    Part top =
        new Part(
            0,
            Optional.empty(),
            Optional.of(stream.endpoint().url()),
            cursor.or(context.settings()::depth).map(at -> at.minus(SinceCursorList.OVERLAP)),
            cursor,
            false);
    Optional<Validator> validator = got.validator();
    context.store().write(s -> s.validators().save(context.repo(), begun, validator));
    boolean probeIsFirstPage = stream.probe().url().equals(stream.endpoint().url());
    Part next = probeIsFirstPage ? store(top, got) : top;
    return walk(next, validator).orElseGet(() -> PhaseOutcome.done(progress.counts(), note));
  }

  private Optional<Validator> find(String which) {
    return context.store().read(s -> s.validators().find(context.repo(), which));
  }

  /** Reads from the part's page down to its bound; empty where it came to its end. */
  private Optional<PhaseOutcome> walk(Part from, Optional<Validator> validator) {
    Part part = from;
    while (!part.done()) {
      Endpoint<List<T>> page = stream.endpoint().at(part.url().orElseThrow());
      Fetched<List<T>> asked = github.fetch(page);
      if (asked instanceof Fetched.NotAvailable<List<T>> gone && gone.status() == 422) {
        note = Optional.of("GitHub shows no older ones than these: " + gone.message());
        part = part.ended(part.newest());
      } else if (asked instanceof Fetched.Page<List<T>> got) {
        part = store(part, got);
      } else {
        return Optional.of(PhaseOutcome.of(asked, progress.counts(), stream.absent()));
      }
    }
    complete(part.newest(), validator);
    return Optional.empty();
  }

  private Part store(Part part, Fetched.Page<List<T>> fresh) {
    Part after = advance(part, fresh);
    RowChanges written =
        context
            .store()
            .inTransaction(
                s -> {
                  s.walks().save(context.repo(), validatorKey, after);
                  notes.note(s, fresh.unread());
                  return stream.writer().write(s, fresh.value());
                });
    newAtTop += toppingUp ? written.created().size() : 0;
    progress.add(fresh.value().size(), written.counts());
    return after;
  }

  private Part advance(Part part, Fetched.Page<List<T>> fresh) {
    List<Instant> changes = fresh.value().stream().map(stream.changedAt()).toList();
    Optional<Instant> newest =
        java.util.stream.Stream.concat(part.newest().stream(), changes.stream())
            .max(Instant::compareTo);
    boolean known =
        part.bound().isPresent()
            && changes.stream().anyMatch(at -> at.isBefore(part.bound().get()));
    return fresh
        .next()
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
              s.walks().clear(context.repo(), validatorKey);
            });
  }
}
