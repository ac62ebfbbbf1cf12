package dev.ghsync.sync.stream;

import dev.ghsync.store.Reads;
import dev.ghsync.store.table.IssueEvents;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.util.List;
import java.util.Optional;

/** What has happened to issues and pull requests. */
final class EventsStream implements Stream {
  @Override
  public StreamName name() {
    return StreamName.EVENTS;
  }

  @Override
  public String description() {
    return "events of issues and pull requests: labeled, closed, renamed";
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of(new Step(new EventsPhase(context), after()));
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(Estimate.list(context, name(), context.endpoints().events()));
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(IssueEvents.TABLE, repo);
  }
}
