package dev.ghsync.report;

import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.item.RepoCounts;
import dev.ghsync.sync.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The objects that several JSON formats have in common. */
final class JsonFields {
  private JsonFields() {}

  static String millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Returns milliseconds; never negative, though a clock may have been set back meanwhile. */
  static long elapsed(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis());
  }

  static JsonObject decision(Decision decision) {
    return new JsonObject()
        .put("action", decision.action().text())
        .put("reason", decision.reason());
  }

  static JsonObject failure(Failure failure) {
    JsonObject object =
        new JsonObject().put("code", failure.code().text()).put("message", failure.message());
    failure.retryAt().ifPresent(at -> object.put("retryAt", at));
    return object;
  }

  static JsonObject counts(Counts counts) {
    return new JsonObject()
        .put("created", counts.created())
        .put("updated", counts.updated())
        .put("deleted", counts.deleted());
  }

  static JsonObject limit(RateLimit limit) {
    return new JsonObject()
        .put("limit", limit.limit())
        .put("remaining", limit.remaining())
        .put("resetAt", limit.resetAt());
  }

  static JsonObject counts(RepoCounts counts) {
    return new JsonObject()
        .put("openIssues", counts.openIssues())
        .put("closedIssues", counts.closedIssues())
        .put("openPulls", counts.openPulls())
        .put("closedPulls", counts.closedPulls())
        .put("mergedPulls", counts.mergedPulls())
        .put("branches", counts.branches())
        .put("tags", counts.tags())
        .put("commits", counts.commits())
        .put("comments", counts.comments())
        .put("discussions", counts.discussions());
  }
}
