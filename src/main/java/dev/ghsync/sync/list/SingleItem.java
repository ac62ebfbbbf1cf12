package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads one item of a stream by its number or id, and stores it as GitHub shows it or marks it as
 * deleted. No cursor and no validator moves, since one item says nothing about its stream.
 *
 * @param softDelete marks the item as deleted
 */
public record SingleItem<T>(
    SyncContext context,
    StreamName name,
    Endpoint<T> endpoint,
    PageWriter<T> writer,
    SoftDelete softDelete)
    implements SyncPhase {

  /** Marks the item as deleted, given GitHub's answer. */
  @FunctionalInterface
  public interface SoftDelete {
    RowChanges markDeleted(Session session, Fetched.NotAvailable<?> answer);
  }

  /** Returns the same item, requested without a retry. */
  public SingleItem<T> once() {
    return new SingleItem<>(context, name, endpoint.once(), writer, softDelete);
  }

  @Override
  public PhaseOutcome run() {
    ProgressCounter progress = new ProgressCounter(context.listener(), name);
    return bring(context.github(name), progress)
        .orElseGet(() -> PhaseOutcome.done(progress.counts()));
  }

  /**
   * Reads the item as part of a phase that reads more.
   *
   * @return how that phase would end because of the item; empty if the item was read
   */
  public Optional<PhaseOutcome> bring(GitHub github, ProgressCounter progress) {
    Fetched<T> fetched = github.fetch(endpoint);
    if (fetched instanceof Fetched.Page<T> page) {
      store(progress, s -> writer.write(s, List.of(page.value())));
      return Optional.empty();
    }
    if (fetched instanceof Fetched.NotAvailable<T> answer) {
      store(progress, s -> softDelete.markDeleted(s, answer));
      return Optional.empty();
    }
    return Optional.of(PhaseOutcome.of(fetched, progress.counts(), ""));
  }

  private void store(ProgressCounter progress, Function<Session, RowChanges> work) {
    RowChanges written = context.store().inTransaction(work);
    context.changes().note(name.text(), written);
    progress.add(1, written.counts());
  }
}
