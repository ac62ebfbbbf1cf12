package dev.ghsync.sync.plan;

import dev.ghsync.model.Counts;
import dev.ghsync.store.state.Counters;
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
    long repo = context.repo();
    Counters.Counted counted = context.store().read(s -> s.counters().count(repo));
    if (!counted.isStored()) {
      context.store().write(s -> s.counters().save(repo, counted));
    }
    return PhaseOutcome.done(counted.changed() ? new Counts(0, 1, 0) : Counts.NONE);
  }
}
