package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Re-reads the comments of single issues or pull requests and marks those that no longer exist as
 * deleted. It is used where the number of stored comments is not the one that GitHub reports.
 *
 * @param issue reads the issue or pull request itself
 * @param list the comments of the issue or pull request of this number
 * @param progress of the list that was read before
 * @param softDelete marks all but these ids as deleted, and the number as checked
 * @param <T> the comments
 */
public record PerIssueRefresh<T>(
    SyncContext context,
    StreamName name,
    LongFunction<? extends SingleItem<?>> issue,
    LongFunction<Endpoint<List<T>>> list,
    ToLongFunction<T> id,
    PageWriter<T> writer,
    ProgressCounter progress,
    SoftDelete softDelete) {
  private static final String NOTE = "those of ";

  /** Marks the comments that are not among {@code ids} as deleted. */
  @FunctionalInterface
  public interface SoftDelete {
    RowChanges markOthersDeleted(Session session, long number, Set<Long> ids);
  }

  /** Continues after a list that came to its end. If it did not, its outcome stays. */
  public PhaseOutcome run(PhaseOutcome listed, Function<Reads, List<Long>> due) {
    if (!listed.cameToItsEnd()) {
      return listed;
    }
    GitHub github = context.github(name);
    UnreadableNotes notes = new UnreadableNotes(context, name);
    List<Long> numbers = context.store().read(due);
    forgetOthers(notes, numbers);
    for (long number : numbers) {
      Optional<PhaseOutcome> failed = refresh(github, number);
      if (failed.isEmpty()) {
        notes.forget(NOTE + number);
      } else if (!notes.passOver(NOTE + number, failed.get())) {
        return failed.get();
      }
    }
    return UnreadableNotes.outcome(context, name, PhaseOutcome.done(progress.counts()));
  }

  /** Removes the notes of earlier runs whose numbers are not due any more. */
  private void forgetOthers(UnreadableNotes notes, List<Long> due) {
    Set<String> ofDue = due.stream().map(number -> NOTE + number).collect(Collectors.toSet());
    notes.names().stream()
        .filter(item -> item.startsWith(NOTE) && !ofDue.contains(item))
        .forEach(notes::forget);
  }

  /** Returns how the phase would end because of this number; empty if it was read. */
  private Optional<PhaseOutcome> refresh(GitHub github, long number) {
    StableList.Read<T> read =
        StableList.inMemory(github, list.apply(number), id, this::store).read();
    if (read.end().stream().anyMatch(end -> end instanceof Fetched.NotAvailable<?>)) {
      // Only the issue itself shows whether it was deleted or transferred.
      SingleItem<?> owner = issue.apply(number);
      ProgressCounter owners = new ProgressCounter(context.listener(), owner.name());
      return owner.bring(github, owners).map(end -> end.counting(progress.counts()));
    }
    if (!read.unread().isEmpty()) {
      UnreadableNotes unread = new UnreadableNotes(context, name);
      context.store().write(s -> unread.note(s, read.unread()));
    }
    read.ids().ifPresent(ids -> markOthersDeleted(number, ids));
    return read.end().map(end -> PhaseOutcome.of(end, progress.counts(), ""));
  }

  private void markOthersDeleted(long number, Set<Long> ids) {
    RowChanges deleted =
        context.store().inTransaction(s -> softDelete.markOthersDeleted(s, number, ids));
    context.changes().note(name.text(), deleted);
    progress.add(0, deleted.counts());
  }

  private void store(List<T> page) {
    RowChanges written = context.store().inTransaction(s -> writer.write(s, page));
    progress.add(page.size(), written.counts());
  }
}
