package dev.ghsync.sync.check;

import dev.ghsync.store.state.Checks;
import dev.ghsync.sync.PhaseOutcome;
import java.util.Optional;

/**
 * One step of a full check.
 *
 * @param next where it continues; empty: it has come to its end, or it was cut
 * @param cut how it ends for this run, where it cannot continue
 */
record CheckStep(Optional<Checks.Place> next, Optional<PhaseOutcome> cut) {
  static final CheckStep END = new CheckStep(Optional.empty(), Optional.empty());

  static CheckStep to(Checks.Place next) {
    return new CheckStep(Optional.of(next), Optional.empty());
  }

  static CheckStep cut(PhaseOutcome outcome) {
    return new CheckStep(Optional.empty(), Optional.of(outcome));
  }
}
