package dev.ghsync.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncReport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The JSON report, {@code schema} 1: {@code --json}, the report file and {@code sync_runs.report}
 * are this text. Its fields and their order are an interface; new ones may be added.
 */
public final class JsonReport {
  private static final int MOST_CHANGES = 100;

  private JsonReport() {}

  /**
   * The report as one line of JSON, without the line's end.
   *
   * @param version of ghsync
   */
  public static String render(SyncReport report, String version) {
    return Json.render(
        json -> {
          json.writeStartObject();
          head(json, report, version);
          phases(json, report.phases());
          changes(json, report.changes());
          traffic(json, report);
          Json.counts(json, report.counts());
          json.writeEndObject();
        });
  }

  private static void head(JsonGenerator json, SyncReport report, String version)
      throws IOException {
    json.writeNumberField("schema", 1);
    json.writeStringField("tool", "ghsync");
    json.writeStringField("version", version);
    json.writeStringField("repo", report.repo().toString());
    id(json, "repoId", report.repoId());
    id(json, "runId", report.runId());
    json.writeStringField("trigger", report.trigger().text());
    decision(json, report.decision());
    json.writeStringField("outcome", report.outcome().text());
    failure(json, "failure", report.failure());
    json.writeStringField("startedAt", Json.millis(report.startedAt()));
    json.writeStringField("finishedAt", Json.millis(report.finishedAt()));
    json.writeNumberField("durationMs", Json.elapsed(report.startedAt(), report.finishedAt()));
  }

  static void id(JsonGenerator json, String field, OptionalLong id) throws IOException {
    if (id.isPresent()) {
      json.writeNumberField(field, id.getAsLong());
    } else {
      json.writeNullField(field);
    }
  }

  static void decision(JsonGenerator json, Decision decision) throws IOException {
    Json.object(
        json,
        "decision",
        o -> {
          o.writeStringField("action", decision.action().text());
          o.writeStringField("reason", decision.reason());
        });
  }

  static void failure(JsonGenerator json, String field, Optional<Failure> failure)
      throws IOException {
    if (failure.isEmpty()) {
      json.writeNullField(field);
      return;
    }
    Failure f = failure.get();
    Json.object(
        json,
        field,
        o -> {
          o.writeStringField("code", f.code().text());
          o.writeStringField("message", f.message());
          if (f.retryAt().isPresent()) {
            o.writeStringField("retryAt", Json.second(f.retryAt().get()));
          }
        });
  }

  private static void phases(JsonGenerator json, List<PhaseReport> phases) throws IOException {
    json.writeArrayFieldStart("phases");
    for (PhaseReport phase : phases) {
      phase(json, phase);
    }
    json.writeEndArray();
  }

  private static void phase(JsonGenerator json, PhaseReport phase) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", phase.name().text());
    json.writeStringField("outcome", phase.state().text());
    Json.text(json, "reason", phase.reason());
    failure(json, "failure", phase.failure());
    json.writeNumberField("durationMs", phase.durationMs());
    json.writeNumberField("requests", phase.requests());
    json.writeNumberField("notModified", phase.notModified());
    counts(json, phase.counts());
    json.writeEndObject();
  }

  static void counts(JsonGenerator json, Counts counts) throws IOException {
    Json.object(
        json,
        "counts",
        o -> {
          o.writeNumberField("created", counts.created());
          o.writeNumberField("updated", counts.updated());
          o.writeNumberField("deleted", counts.deleted());
        });
  }

  private static void changes(JsonGenerator json, Map<String, Map<String, List<Object>>> changes)
      throws IOException {
    json.writeObjectFieldStart("changes");
    for (Map.Entry<String, Map<String, List<Object>>> stream : changes.entrySet()) {
      json.writeObjectFieldStart(stream.getKey());
      for (Map.Entry<String, List<Object>> what : stream.getValue().entrySet()) {
        json.writeArrayFieldStart(what.getKey());
        for (Object which : what.getValue().stream().limit(MOST_CHANGES).toList()) {
          if (which instanceof Number number) {
            json.writeNumber(number.longValue());
          } else {
            json.writeString(which.toString());
          }
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void traffic(JsonGenerator json, SyncReport report) throws IOException {
    SyncReport.Requests requests = report.requests();
    Json.object(
        json,
        "requests",
        o -> {
          o.writeNumberField("total", requests.total());
          o.writeNumberField("notModified", requests.notModified());
          o.writeNumberField("charged", requests.charged());
          o.writeNumberField("retried", requests.retried());
          o.writeNumberField("bytes", requests.bytes());
        });
    if (report.graphql().isPresent()) {
      SyncReport.GraphQl graphql = report.graphql().get();
      Json.object(
          json,
          "graphql",
          o -> {
            o.writeNumberField("requests", graphql.requests());
            o.writeNumberField("points", graphql.points());
          });
    }
    if (report.git().isPresent()) {
      SyncReport.Git git = report.git().get();
      Json.object(
          json,
          "git",
          o -> {
            o.writeNumberField("requests", git.requests());
            o.writeNumberField("bytes", git.bytes());
          });
    }
    Json.limit(json, report.rateLimit());
  }
}
