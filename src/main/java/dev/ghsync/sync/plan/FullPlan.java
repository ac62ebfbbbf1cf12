package dev.ghsync.sync.plan;

import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.check.Reconciliation;
import dev.ghsync.sync.list.NamedPhase;
import java.util.ArrayList;
import java.util.List;

/** Reads all streams, checks for deletions where that is due, and counts. */
public record FullPlan(StreamList streams) implements PhasePlan {
  @Override
  public List<Step> steps(SyncContext context) {
    return streams.streams().stream().flatMap(stream -> stream.steps(context).stream()).toList();
  }

  @Override
  public List<Step> afterwards(SyncContext context, List<PhaseReport> ended) {
    Reconciliation reconciliation = new Reconciliation(streams, context, ended);
    List<Step> steps = new ArrayList<>(reconciliation.steps());
    NamedPhase last =
        new NamedPhase(
            StreamName.COUNTS,
            () -> {
              reconciliation.settle();
              return new CountsPhase(context).run();
            });
    steps.add(CountsPhase.step(last, streams));
    return steps;
  }
}
