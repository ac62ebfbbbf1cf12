package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.model.Counts;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Validators;
import dev.ghsync.store.table.Table;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a list that has no {@code since}: every run reads all of it, and what it does not show is
 * deleted. Every page has its own validator in the database with the ids that the page showed, so
 * that a page answered with 304 needs no body. An item that was stored after the reading began is
 * kept, since the list was read before it came.
 *
 * @param <T> the items
 */
public final class CompleteList<T> {
  /**
   * The list.
   *
   * @param name of the stream; also the key of its validators
   * @param absent the reason to report if GitHub does not show the list
   * @param limit the note if GitHub shows only the first pages; empty: that is a failure
   */
  public record Stream<T>(
      StreamName name,
      Endpoint<List<T>> endpoint,
      Table<T> table,
      String absent,
      Optional<String> limit) {}

  private static final int TOO_DEEP = 422;

  private final SyncContext context;
  private final Stream<T> stream;
  private final String validatorKey;
  private final ProgressCounter progress;
  private Optional<String> note = Optional.empty();

  public CompleteList(SyncContext context, Stream<T> stream) {
    this.context = context;
    this.stream = stream;
    this.validatorKey = stream.name().text();
    this.progress = new ProgressCounter(context.listener(), stream.name());
  }

  public PhaseOutcome run() {
    if (context.settings().full()) {
      context.store().write(s -> s.validators().clearFrom(context.repo(), validatorKey, 0));
    }
    Set<Long> before = Set.copyOf(activeKeys());
    StableList.Read<T> read =
        new StableList<>(
                context.github(stream.name()), stream.endpoint(), new KeptPages(), this::isLimit)
            .read(keptIds());
    return read.end()
        .map(end -> PhaseOutcome.of(end, progress.counts(), stream.absent()))
        .orElseGet(() -> finish(read, before));
  }

  private boolean isLimit(Fetched<List<T>> answer) {
    boolean isLimit =
        answer instanceof Fetched.NotAvailable<List<T>> refused && refused.status() == TOO_DEEP;
    note = isLimit ? stream.limit() : note;
    return isLimit && stream.limit().isPresent();
  }

  private List<Long> activeKeys() {
    return context.store().read(s -> s.activeKeys(stream.table(), context.repo()));
  }

  private List<Validators.Page> kept() {
    return context.store().read(s -> s.validators().list(context.repo(), validatorKey));
  }

  /** Returns the ids that the last run saw; empty if it did not read the list to its end. */
  private Optional<List<Long>> keptIds() {
    List<Validators.Page> kept = kept();
    boolean isWhole = !kept.isEmpty() && kept.get(kept.size() - 1).nextUrl().isEmpty();
    return isWhole
        ? Optional.of(kept.stream().flatMap(page -> page.ids().stream()).distinct().toList())
        : Optional.empty();
  }

  /** The pages in the database. */
  private final class KeptPages implements StableList.Memory<T> {
    @Override
    public List<StableList.Known> pages() {
      return kept().stream()
          .map(
              page -> new StableList.Known(page.validator(), page.ids(), List.of(), page.nextUrl()))
          .toList();
    }

    /** Stores the items. A page with an item that could not be read has no validator. */
    @Override
    public List<Long> take(int index, Fetched.Page<List<T>> page) {
      List<Long> ids = stream.table().keys(page.value());
      RowChanges written = context.store().inTransaction(s -> store(s, index, page, ids));
      context.changes().note(validatorKey, written);
      progress.add(ids.size(), written.counts());
      return ids;
    }

    private RowChanges store(Session s, int index, Fetched.Page<List<T>> page, List<Long> ids) {
      s.validators().clearFrom(context.repo(), validatorKey, index);
      Optional<String> next = page.next().map(Endpoint::url);
      page.validator()
          .filter(validator -> page.unread().isEmpty())
          .map(validator -> new Validators.Page(validator, next, ids))
          .ifPresent(kept -> s.validators().save(context.repo(), validatorKey, index, kept));
      return s.upsert(stream.table(), context.repo(), page.value());
    }
  }

  private PhaseOutcome finish(StableList.Read<T> read, Set<Long> before) {
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
                          read.ids().isPresent());
                  return read.ids().map(ids -> remove(s, ids, before)).orElse(Counts.NONE);
                });
    PhaseOutcome done = PhaseOutcome.done(progress.counts().plus(removed), note);
    return UnreadableNotes.outcome(context, stream.name(), done);
  }

  private Counts remove(Session s, Set<Long> shown, Set<Long> before) {
    Set<Long> keep = new LinkedHashSet<>(shown);
    s.activeKeys(stream.table(), context.repo()).stream()
        .filter(key -> !before.contains(key))
        .forEach(keep::add);
    RowChanges gone = s.markOthersDeleted(stream.table(), context.repo(), keep, context.now());
    s.streams().reconciled(context.repo(), validatorKey, context.now());
    context.changes().note(validatorKey, gone);
    return gone.counts();
  }
}
