package dev.ghsync.report;

import dev.ghsync.model.Failure;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Trigger;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code --events}: the events of a run, one JSON object a line, each written at once.
 *
 * <p>The first event of every run is {@code sync.request}, with the decision of the policy. A run
 * that may start continues with {@code sync.job.started}; its last line is {@code
 * sync.job.completed}, {@code …failed} or {@code …blocked}. A run that the policy skips has only
 * its request. Progress is written at most once a second and phase, and when the phase ends.
 */
public final class EventLog implements SyncListener {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Progress NONE = new Progress(0, OptionalLong.empty(), Instant.EPOCH);

  private final PrintWriter out;
  private final InstantSource clock;
  private final Map<StreamName, Progress> progress = new HashMap<>();
  private Optional<RepoName> repo = Optional.empty();
  private OptionalLong runId = OptionalLong.empty();

  /**
   * Makes a log of one run.
   *
   * @param out flushed after each line, and not closed
   */
  public EventLog(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  private record Progress(long current, OptionalLong total, Instant writtenAt) {
    JsonObject json(StreamName phase) {
      return new JsonObject().put("phase", phase).put("current", current).put("total", total);
    }
  }

  @Override
  public synchronized void started(
      RepoName repo, OptionalLong runId, Trigger trigger, Decision decision) {
    this.repo = Optional.of(repo);
    this.runId = runId;
    JsonObject fields =
        new JsonObject()
            .put("trigger", trigger.text())
            .put("decision", JsonFields.decision(decision));
    write("sync.request", fields);
    if (decision.action() == Decision.Action.START) {
      write("sync.job.started", fields);
    }
  }

  @Override
  public synchronized void progressed(StreamName phase, long current, OptionalLong total) {
    Instant last = progress.getOrDefault(phase, NONE).writtenAt();
    Instant now = clock.instant();
    boolean due = !now.isBefore(last.plus(PAUSE));
    Progress made = new Progress(current, total, due ? now : last);
    progress.put(phase, made);
    if (due) {
      write("sync.job.progress", made.json(phase));
    }
  }

  @Override
  public synchronized void phaseFinished(PhaseReport phase) {
    write(
        "sync.job.progress",
        progress
            .getOrDefault(phase.name(), NONE)
            .json(phase.name())
            .put("outcome", phase.state().text())
            .put("counts", JsonFields.counts(phase.counts())));
  }

  @Override
  public synchronized void waiting(Instant until, Failure limit) {
    blocked(Optional.of(until), limit.message());
  }

  @Override
  public synchronized void finished(SyncReport report) {
    if (repo.isEmpty()) {
      started(report.repo(), report.runId(), report.trigger(), report.decision());
    }
    repo = Optional.of(report.repo());
    runId = report.runId();
    long durationMs = JsonFields.elapsed(report.startedAt(), report.finishedAt());
    switch (report.outcome()) {
      case SKIPPED -> {}
      case BLOCKED ->
          blocked(
              report.failure().flatMap(Failure::retryAt).or(() -> report.decision().blockedUntil()),
              report.failure().map(Failure::message).orElse(report.decision().reason()));
      case FAILED ->
          write(
              "sync.job.failed",
              new JsonObject()
                  .put("durationMs", durationMs)
                  .put("error", report.failure().map(JsonFields::failure)));
      case UPDATED, UNCHANGED, PARTIAL ->
          write(
              "sync.job.completed",
              new JsonObject()
                  .put("outcome", report.outcome().text())
                  .put("durationMs", durationMs)
                  .put("counts", report.counts().map(JsonFields::counts)));
    }
  }

  private void blocked(Optional<Instant> until, String reason) {
    write("sync.job.blocked", new JsonObject().put("blockedUntil", until).put("reason", reason));
  }

  private void write(String event, JsonObject fields) {
    out.println(
        new JsonObject()
            .put("at", JsonFields.millis(clock.instant()))
            .put("event", event)
            .put("repo", repo)
            .put("runId", runId)
            .putAll(fields)
            .render());
    out.flush();
  }
}
