package dev.ghsync.sync.plan;

import dev.ghsync.github.Fetched;
import dev.ghsync.model.Result;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Repository;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Estimates the requests of a run, and stores nothing. A stream that was read before needs one
 * request, which is free where nothing has changed. For the others the first page is fetched, since
 * it names the last.
 */
public final class DryRunEstimate {
  private final StreamList streams;
  private final SyncContext context;
  private final List<PhaseReport> phases = new ArrayList<>();
  private long total;

  public DryRunEstimate(StreamList streams, SyncContext context) {
    this.streams = streams;
    this.context = context;
  }

  /** Sends a request or two a stream; a failure is that of the repository itself. */
  public Result<List<PhaseReport>> run() {
    if (context.github(StreamName.METADATA).fetch(context.endpoints().repository())
        instanceof Fetched.Stopped<Repository> stopped) {
      return Result.failed(stopped.failure());
    }
    add(StreamName.METADATA, Estimate.requests(1));
    for (Stream stream : streams.streams()) {
      if (isWanted(stream.name())) {
        stream.estimate(context).ifPresent(estimate -> add(stream.name(), estimate));
      }
    }
    return Result.ok(List.copyOf(phases));
  }

  /** Estimates a run for an event; it sends requests only where that run reads everything. */
  public Result<List<PhaseReport>> run(WebhookTarget target) {
    if (new WebhookPlan(target, new FullPlan(streams)).readsAll(context)) {
      return run();
    }
    one(StreamName.METADATA);
    for (Stream stream : streams.streams()) {
      if (!stream.touched(context, target).isEmpty()) {
        stream.estimate(context).ifPresent(estimate -> addTouched(stream.name(), estimate));
      }
    }
    return Result.ok(List.copyOf(phases));
  }

  private boolean isWanted(StreamName name) {
    return context.settings().phases().contains(name);
  }

  /** The requests of all phases together. */
  public long total() {
    return total;
  }

  private void add(StreamName name, Estimate estimate) {
    if (estimate instanceof Estimate.Requests requests) {
      boolean known = context.wasRead(name);
      long number = known ? requests.later() : requests.first().getAsLong();
      note(
          name,
          number,
          "would send about %d request%s%s"
              .formatted(
                  number, number == 1 ? "" : "s", known ? ", free where nothing has changed" : ""));
    } else if (estimate instanceof Estimate.Text text) {
      note(name, 0, text.text());
    }
  }

  private void addTouched(StreamName name, Estimate estimate) {
    if (estimate instanceof Estimate.Requests) {
      one(name);
    } else {
      add(name, estimate);
    }
  }

  private void one(StreamName name) {
    note(name, 1, "would send about 1 request");
  }

  private void note(StreamName name, long requests, String text) {
    if (isWanted(name)) {
      total += requests;
      phases.add(PhaseReport.skipped(name, text));
    }
  }
}
