package dev.ghsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Trigger;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.stream.IssuesStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private final StringWriter text = new StringWriter();
  private Instant now = Sample.NOON;
  private final EventLog log = new EventLog(new PrintWriter(text), () -> now);

  private List<JsonNode> lines() {
    return text.toString().lines().map(EventLogTest::read).toList();
  }

  private static JsonNode read(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private List<String> events() {
    return lines().stream().map(line -> line.get("event").asText()).toList();
  }

  private void start() {
    log.started(Sample.REPO, OptionalLong.of(17), Trigger.CRON, Decision.start("due"));
  }

  @Test
  void aRunIsARequestAStartAndAnEnd() {
    start();
    log.finished(Sample.updated());

    assertThat(events()).containsExactly("sync.request", "sync.job.started", "sync.job.completed");
    assertThat(lines().get(0).get("trigger").asText()).isEqualTo("cron");
    assertThat(lines().get(0).at("/decision/reason").asText()).isEqualTo("due");
    assertThat(lines().get(2).get("durationMs").asLong()).isEqualTo(1234);
    assertThat(lines().get(2).at("/counts/openIssues").asLong()).isEqualTo(10);
    assertThat(lines())
        .allSatisfy(
            line -> {
              assertThat(line.get("at").asText()).isEqualTo("2026-01-05T12:00:00Z");
              assertThat(line.get("repo").asText()).isEqualTo("owner/name");
              assertThat(line.get("runId").asLong()).isEqualTo(17);
            });
  }

  @Test
  void progressIsToldOnceASecondAndAtTheEndOfThePhase() {
    start();
    for (int item = 1; item <= 1000; item++) {
      now = now.plusMillis(10);
      log.progressed(IssuesStream.NAME, item, OptionalLong.of(1000));
    }
    log.phaseFinished(Sample.ISSUES);

    List<JsonNode> progress = lines().subList(2, lines().size());
    assertThat(progress).hasSize(11);
    assertThat(progress.get(10).get("current").asLong()).isEqualTo(1000);
    assertThat(progress.get(10).get("total").asLong()).isEqualTo(1000);
    assertThat(progress.get(10).get("phase").asText()).isEqualTo("issues");
    assertThat(progress.get(10).get("outcome").asText()).isEqualTo("updated");
  }

  @Test
  void aRunThatWasNeverStartedStillHasItsRequest() {
    log.finished(Sample.rateLimited());

    assertThat(events()).containsExactly("sync.request", "sync.job.blocked");
    assertThat(lines().get(0).get("runId").isNull()).isTrue();
    assertThat(lines().get(1).get("blockedUntil").asText()).isEqualTo("2026-01-05T12:30:01Z");
    assertThat(lines().get(1).get("reason").asText()).isEqualTo("The hourly limit is spent.");
  }

  @Test
  void aSkippedRunIsItsRequestAlone() {
    Decision skip =
        new Decision(Decision.Action.SKIP, "too soon", Duration.ofSeconds(9), Optional.empty());
    log.finished(Sample.refused(Outcome.SKIPPED, skip, Optional.empty()));

    assertThat(events()).containsExactly("sync.request");
  }

  @Test
  void aFailureIsTheLastLine() {
    start();
    log.finished(Sample.noToken());

    assertThat(events()).last().isEqualTo("sync.job.failed");
    assertThat(lines().get(2).at("/error/code").asText()).isEqualTo("no-pat");
  }

  @Test
  void aWaitSaysUntilWhen() {
    start();
    log.waiting(
        Sample.NOON.plusSeconds(60), Failure.of(FailureCode.SECONDARY_RATE_LIMITED, "a pause"));

    assertThat(events()).last().isEqualTo("sync.job.blocked");
    assertThat(lines().get(2).get("blockedUntil").asText()).isEqualTo("2026-01-05T12:01:00Z");
  }
}
