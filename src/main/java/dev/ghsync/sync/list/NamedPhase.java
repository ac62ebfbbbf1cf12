package dev.ghsync.sync.list;

import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncPhase;
import java.util.function.Supplier;

/** A phase that runs the given work. */
public record NamedPhase(StreamName name, Supplier<PhaseOutcome> work) implements SyncPhase {
  @Override
  public PhaseOutcome run() {
    return work.get();
  }
}
