package dev.ghsync.sync.stream;

import dev.ghsync.model.Counts;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;

/** Counts what is here; asks nothing. */
public record CountsPhase(SyncContext context) implements SyncPhase {
  @Override
  public StreamName name() {
    return StreamName.COUNTS;
  }

  @Override
  public PhaseOutcome run() {
    boolean changed = context.store().inTransaction(s -> s.counters().recount(context.repo()));
    return PhaseOutcome.done(changed ? new Counts(0, 1, 0) : Counts.NONE);
  }
}
