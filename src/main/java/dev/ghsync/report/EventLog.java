package dev.ghsync.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Trigger;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code --events}: what happens in a run, one JSON object a line, each written out at once.
 *
 * <p>{@code sync.request} comes first in every run, with what the policy said of it. A run that may
 * start has {@code sync.job.started} next; the last line is {@code sync.job.completed}, {@code
 * …failed} or {@code …blocked}, and a run that the policy skips ends with its request. Progress is
 * told at most once a second and phase, and when the phase ends.
 */
public final class EventLog implements SyncListener {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final PrintWriter out;
  private final InstantSource clock;
  private final Map<StreamName, Progress> progress = new LinkedHashMap<>();
  private Optional<RepoName> repo = Optional.empty();
  private OptionalLong runId = OptionalLong.empty();

  /**
   * A log of one run.
   *
   * @param out flushed after each line, and not closed
   */
  public EventLog(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  private record Progress(long current, OptionalLong total, Instant toldAt) {}

  @Override
  public synchronized void started(
      RepoName repo, OptionalLong runId, Trigger trigger, Decision decision) {
    this.repo = Optional.of(repo);
    this.runId = runId;
    Json.Body fields =
        json -> {
          json.writeStringField("trigger", trigger.text());
          JsonReport.decision(json, decision);
        };
    line("sync.request", fields);
    if (decision.action() == Decision.Action.START) {
      line("sync.job.started", fields);
    }
  }

  @Override
  public synchronized void progressed(StreamName phase, long current, OptionalLong total) {
    Progress last = progress.get(phase);
    Instant now = clock.instant();
    if (last != null && now.isBefore(last.toldAt().plus(PAUSE))) {
      progress.put(phase, new Progress(current, total, last.toldAt()));
      return;
    }
    progress.put(phase, new Progress(current, total, now));
    line("sync.job.progress", json -> progress(json, phase, current, total));
  }

  @Override
  public synchronized void phaseFinished(PhaseReport phase) {
    Progress last = progress.get(phase.name());
    line(
        "sync.job.progress",
        json -> {
          progress(
              json,
              phase.name(),
              last == null ? 0 : last.current(),
              last == null ? OptionalLong.empty() : last.total());
          json.writeStringField("outcome", phase.state().text());
          JsonReport.counts(json, phase.counts());
        });
  }

  private static void progress(
      JsonGenerator json, StreamName phase, long current, OptionalLong total) throws IOException {
    json.writeStringField("phase", phase.text());
    json.writeNumberField("current", current);
    JsonReport.id(json, "total", total);
  }

  @Override
  public synchronized void waiting(Instant until, String reason) {
    blocked(Optional.of(until), reason);
  }

  @Override
  public synchronized void finished(SyncReport report) {
    if (repo.isEmpty()) {
      started(report.repo(), report.runId(), report.trigger(), report.decision());
    }
    repo = Optional.of(report.repo());
    runId = report.runId();
    if (report.outcome() == Outcome.BLOCKED) {
      blocked(
          report.failure().flatMap(f -> f.retryAt()).or(() -> report.decision().blockedUntil()),
          report.failure().map(f -> f.message()).orElse(report.decision().reason()));
    } else if (report.outcome() == Outcome.FAILED) {
      line(
          "sync.job.failed",
          json -> {
            duration(json, report);
            JsonReport.failure(json, "error", report.failure());
          });
    } else if (report.outcome() != Outcome.SKIPPED) {
      line(
          "sync.job.completed",
          json -> {
            json.writeStringField("outcome", report.outcome().text());
            duration(json, report);
            Json.counts(json, report.counts());
          });
    }
  }

  private static void duration(JsonGenerator json, SyncReport report) throws IOException {
    json.writeNumberField("durationMs", Json.elapsed(report.startedAt(), report.finishedAt()));
  }

  private void blocked(Optional<Instant> until, String reason) {
    line(
        "sync.job.blocked",
        json -> {
          Json.time(json, "blockedUntil", until);
          json.writeStringField("reason", reason);
        });
  }

  private void line(String event, Json.Body fields) {
    out.println(
        Json.render(
            json -> {
              json.writeStartObject();
              json.writeStringField("at", Json.millis(clock.instant()));
              json.writeStringField("event", event);
              Json.text(json, "repo", repo.map(RepoName::toString));
              JsonReport.id(json, "runId", runId);
              fields.write(json);
              json.writeEndObject();
            }));
    out.flush();
  }
}
