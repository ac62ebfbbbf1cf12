package dev.ghsync.report;

import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fleet.FleetReport;

/**
 * The JSON report, {@code schema} 1: the text of {@code --json}, of the report file and of {@code
 * sync_runs.report}. Its fields and their order are an interface; fields may be added.
 */
public final class JsonReport {
  private JsonReport() {}

  /**
   * Renders the report on one line.
   *
   * @param version of ghsync
   */
  public static String render(SyncReport report, String version) {
    return object(report, version).render();
  }

  /**
   * Renders the report of {@code ghsync all}: that of each repository, and totals.
   *
   * @param version of ghsync
   */
  public static String render(FleetReport report, String version) {
    JsonObject outcomes = new JsonObject().put("repos", report.repos().size());
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome.text(), report.count(outcome));
    }
    return new JsonObject()
        .put("schema", 1)
        .put("tool", "ghsync")
        .put("version", version)
        .put("startedAt", JsonFields.millis(report.startedAt()))
        .put("finishedAt", JsonFields.millis(report.finishedAt()))
        .put("durationMs", JsonFields.elapsed(report.startedAt(), report.finishedAt()))
        .put("totals", outcomes.put("requests", requests(report.requests())))
        .put("retryAt", report.retryAt())
        .put("failures", report.failures().stream().map(JsonFields::failure).toList())
        .put("repos", report.repos().stream().map(repo -> object(repo, version)).toList())
        .render();
  }

  private static JsonObject object(SyncReport report, String version) {
    JsonObject json =
        new JsonObject()
            .put("schema", 1)
            .put("tool", "ghsync")
            .put("version", version)
            .put("repo", report.repo())
            .put("repoId", report.repoId())
            .put("runId", report.runId())
            .put("trigger", report.trigger().text())
            .put("decision", JsonFields.decision(report.decision()))
            .put("outcome", report.outcome().text())
            .put("failure", report.failure().map(JsonFields::failure))
            .put("startedAt", JsonFields.millis(report.startedAt()))
            .put("finishedAt", JsonFields.millis(report.finishedAt()))
            .put("durationMs", JsonFields.elapsed(report.startedAt(), report.finishedAt()))
            .put("phases", report.phases().stream().map(JsonReport::phase).toList())
            .put("changes", report.changes())
            .put("requests", requests(report.requests()));
    report.graphql().ifPresent(graphql -> json.put("graphql", graphql(graphql)));
    report.git().ifPresent(git -> json.put("git", git(git)));
    return json.put("rateLimit", report.rateLimit().map(JsonFields::limit))
        .put("counts", report.counts().map(JsonFields::counts));
  }

  private static JsonObject phase(PhaseReport phase) {
    return new JsonObject()
        .put("name", phase.name())
        .put("outcome", phase.state().text())
        .put("reason", phase.reason())
        .put("failure", phase.failure().map(JsonFields::failure))
        .put("durationMs", phase.durationMs())
        .put("requests", phase.requests())
        .put("notModified", phase.notModified())
        .put("counts", JsonFields.counts(phase.counts()));
  }

  private static JsonObject requests(SyncReport.Requests requests) {
    return new JsonObject()
        .put("total", requests.total())
        .put("notModified", requests.notModified())
        .put("charged", requests.charged())
        .put("retried", requests.retried())
        .put("bytes", requests.bytes());
  }

  private static JsonObject graphql(SyncReport.GraphQl graphql) {
    return new JsonObject().put("requests", graphql.requests()).put("points", graphql.points());
  }

  private static JsonObject git(SyncReport.Git git) {
    return new JsonObject().put("requests", git.requests()).put("bytes", git.bytes());
  }
}
