package dev.ghsync.sync.list;

import dev.ghsync.model.Counts;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.TwoPartPhase;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A phase that reads a list at once, and the rest when the streams that it needs were read. */
public final class ListThenRest implements TwoPartPhase {
  private final StreamName name;
  private final Supplier<PhaseOutcome> list;
  private final UnaryOperator<PhaseOutcome> rest;
  private volatile PhaseOutcome listed = PhaseOutcome.done(Counts.NONE);

  /**
   * Creates the phase.
   *
   * @param list reads the list
   * @param rest continues after the outcome of the list, and returns the outcome of both
   */
  public ListThenRest(
      StreamName name, Supplier<PhaseOutcome> list, UnaryOperator<PhaseOutcome> rest) {
    this.name = name;
    this.list = list;
    this.rest = rest;
  }

  @Override
  public StreamName name() {
    return name;
  }

  @Override
  public void runFirst() {
    listed = list.get();
  }

  @Override
  public PhaseOutcome run() {
    return rest.apply(listed);
  }
}
