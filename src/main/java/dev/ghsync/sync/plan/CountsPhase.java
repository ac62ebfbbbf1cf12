package dev.ghsync.sync.plan;

import dev.ghsync.model.Counts;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;

/** Counts what is stored, after all else; it sends no request. */
record CountsPhase(SyncContext context) implements SyncPhase {
  static Step step(SyncPhase phase, StreamList streams) {
    return new Step(phase, streams.read());
  }

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
