package dev.ghsync.report;

import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Trigger;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Passes each event to several listeners, in their order. */
public record CompositeSyncListener(List<SyncListener> all) implements SyncListener {
  public CompositeSyncListener {
    all = List.copyOf(all);
  }

  @Override
  public void started(RepoName repo, OptionalLong runId, Trigger trigger, Decision decision) {
    all.forEach(l -> l.started(repo, runId, trigger, decision));
  }

  @Override
  public void exchanged(ApiCall exchange) {
    all.forEach(l -> l.exchanged(exchange));
  }

  @Override
  public void phaseStarted(StreamName phase) {
    all.forEach(l -> l.phaseStarted(phase));
  }

  @Override
  public void progressed(StreamName phase, long current, OptionalLong total) {
    all.forEach(l -> l.progressed(phase, current, total));
  }

  @Override
  public void phaseFinished(PhaseReport phase) {
    all.forEach(l -> l.phaseFinished(phase));
  }

  @Override
  public void waiting(Instant until, Failure limit) {
    all.forEach(l -> l.waiting(until, limit));
  }

  @Override
  public void warned(String message) {
    all.forEach(l -> l.warned(message));
  }

  @Override
  public void finished(SyncReport report) {
    all.forEach(l -> l.finished(report));
  }
}
