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
 * Reads what hangs on single issues or pull requests again, one after the other, and buries what is
 * gone: for those whose number of comments is not what GitHub says.
 *
 * @param list what hangs on the issue or pull request of this number
 * @param progress of the walk before
 * @param softDelete marks all but these ids as deleted, and the number as looked into
 * @param <T> the items
 */
public record PerIssueRefresh<T>(
    SyncContext context,
    StreamName name,
    LongFunction<Endpoint<List<T>>> list,
    ToLongFunction<T> id,
    PageWriter<T> writer,
    ProgressCounter progress,
    SoftDelete softDelete) {
  private static final String NOTE = "those of ";

  /** Buries what is not among {@code ids}. */
  @FunctionalInterface
  public interface SoftDelete {
    RowChanges markOthersDeleted(Session session, long number, Set<Long> ids);
  }

  /** Goes on from a walk that came to its end; one that did not is the outcome itself. */
  public PhaseOutcome run(PhaseOutcome walked, Function<Reads, List<Long>> due) {
    if (!walked.cameToItsEnd()) {
      return walked;
    }
    GitHub github = context.github(name);
    ItemNotes notes = new ItemNotes(context, name);
    List<Long> numbers = context.store().read(due);
    forgetOthers(notes, numbers);
    for (long number : numbers) {
      Optional<PhaseOutcome> cut = readAgain(github, number);
      if (cut.isEmpty()) {
        notes.remove(noteOf(number));
      } else if (!notes.passOver(noteOf(number), cut.get())) {
        return cut.get();
      }
    }
    return UnreadableNotes.outcome(context, name, PhaseOutcome.done(progress.counts()));
  }

  /** What an earlier run could not read and what is not due any more need not be read. */
  private void forgetOthers(ItemNotes notes, List<Long> due) {
    Set<String> ofDue = due.stream().map(PerIssueRefresh::noteOf).collect(Collectors.toSet());
    notes.list().stream()
        .filter(item -> item.startsWith(NOTE) && !ofDue.contains(item))
        .forEach(notes::remove);
  }

  private static String noteOf(long number) {
    return NOTE + number;
  }

  private Optional<PhaseOutcome> readAgain(GitHub github, long number) {
    PerItemList.Read<T> read =
        new PerItemList<>(github, list.apply(number), id, this::store).read();
    if (read.instead().stream().anyMatch(asked -> asked instanceof Fetched.NotAvailable<List<T>>)) {
      // The list alone says nothing: the issue itself tells whether it is gone, and where to.
      ProgressCounter issues = new ProgressCounter(context.listener(), StreamName.ISSUES);
      return SingleItem.issue(context, number)
          .bring(github, issues)
          .map(end -> end.counting(progress.counts()));
    }
    if (!read.unread().isEmpty()) {
      UnreadableNotes unread = new UnreadableNotes(context, name);
      context.store().write(s -> unread.note(s, read.unread()));
    }
    if (read.ids().isEmpty()) {
      return read.instead().map(asked -> PhaseOutcome.of(asked, progress.counts(), ""));
    }
    RowChanges deleted =
        context
            .store()
            .inTransaction(s -> softDelete.markOthersDeleted(s, number, read.ids().get()));
    context.changes().note(name.text(), deleted);
    progress.add(0, deleted.counts());
    return Optional.empty();
  }

  private void store(List<T> page) {
    RowChanges written = context.store().inTransaction(s -> writer.write(s, page));
    progress.add(page.size(), written.counts());
  }
}
