package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Validator;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Checkpoints.Checkpoint;
import dev.ghsync.store.state.StreamStates;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a list that has no {@code since} from its newest item down to the known ones. New items
 * push the others back while it is read, so that some come twice and none is missed.
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

  /** Returns whether GitHub answered 404 for the list. */
  public boolean isMissing() {
    return missing;
  }

  public PhaseOutcome run() {
    Optional<Checkpoint> open =
        context.settings().full()
            ? Optional.empty()
            : context.store().read(s -> s.checkpoints().list(context.repo(), validatorKey)).stream()
                .findFirst();
    Optional<Fetched<List<T>>> end = open.flatMap(part -> readDown(part, find(begun)));
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
    context.store().write(s -> s.validators().save(context.repo(), begun, first.validator()));
    boolean isFirstPage = stream.probe().url().equals(stream.endpoint().url());
    return readDown(isFirstPage ? store(top, first) : top, first.validator())
        .map(this::outcome)
        .orElseGet(() -> PhaseOutcome.done(progress.counts(), note));
  }

  private Optional<Validator> find(String which) {
    return context.store().read(s -> s.validators().find(context.repo(), which));
  }

  /** Reads from the part's page down to its bound. Returns the answer that ended it before. */
  private Optional<Fetched<List<T>>> readDown(Checkpoint from, Optional<Validator> validator) {
    Checkpoint part = from;
    if (!part.done()) {
      Pages<T> pages = Pages.of(github, stream.endpoint().at(part.url().orElseThrow()));
      while (!part.done() && pages.next()) {
        part = store(part, pages.page());
      }
      Optional<Fetched<List<T>>> end = pages.end();
      if (end.isPresent()) {
        if (!(end.get() instanceof Fetched.NotAvailable<List<T>> answer)
            || answer.status() != TOO_DEEP) {
          return end;
        }
        note = Optional.of("GitHub shows no older ones than these: " + answer.message());
        part = part.ended(part.newest());
      }
    }
    complete(part.newest(), validator);
    return Optional.empty();
  }

  private Checkpoint store(Checkpoint part, Fetched.Page<List<T>> page) {
    Checkpoint after = advance(part, page);
    RowChanges written =
        context
            .store()
            .inTransaction(
                s -> {
                  s.checkpoints().save(context.repo(), validatorKey, after);
                  notes.note(s, page.unread());
                  return stream.writer().write(s, page.value());
                });
    newAtTop += toppingUp ? written.created().size() : 0;
    progress.add(page.value().size(), written.counts());
    return after;
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
