package dev.ghsync.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ghsync.sync.RepoStatus;
import java.io.IOException;
import java.util.List;

/** {@code ghsync status --json}. Its fields are an interface. */
public final class StatusJson {
  private StatusJson() {}

  /** One object. */
  public static String render(RepoStatus status) {
    return Json.render(json -> write(json, status));
  }

  /** An array of objects. */
  public static String render(List<RepoStatus> all) {
    return Json.render(
        json -> {
          json.writeStartArray();
          for (RepoStatus status : all) {
            write(json, status);
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, RepoStatus s) throws IOException {
    json.writeStartObject();
    json.writeStringField("repo", s.repo().toString());
    json.writeStringField("state", s.state().text());
    json.writeStringField("repoStatus", s.repoStatus().name());
    json.writeBooleanField("canSyncNow", s.canSyncNow());
    json.writeNumberField("cooldownMs", s.cooldown().toMillis());
    Json.time(json, "blockedUntil", s.blockedUntil());
    if (s.activeJobProgress().isPresent()) {
      RepoStatus.Progress p = s.activeJobProgress().get();
      json.writeObjectFieldStart("activeJobProgress");
      json.writeNumberField("current", p.current());
      json.writeNumberField("total", p.total());
      json.writeEndObject();
    } else {
      json.writeNullField("activeJobProgress");
    }
    Json.time(json, "lastSyncedAt", s.lastSyncedAt());
    if (s.lastSyncError().isPresent()) {
      json.writeObjectFieldStart("lastSyncError");
      json.writeStringField("code", s.lastSyncError().get().code());
      json.writeStringField("message", s.lastSyncError().get().message());
      json.writeEndObject();
    } else {
      json.writeNullField("lastSyncError");
    }
    json.writeArrayFieldStart("streams");
    for (RepoStatus.Stream stream : s.streams()) {
      json.writeStartObject();
      json.writeStringField("name", stream.name());
      Json.time(json, "since", stream.since());
      Json.time(json, "completedAt", stream.completedAt());
      Json.time(json, "lastReconciledAt", stream.lastReconciledAt());
      json.writeNumberField("rows", stream.rows());
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.counts(json, s.counts());
    json.writeStringField("host", s.host().name());
    json.writeEndObject();
  }
}
