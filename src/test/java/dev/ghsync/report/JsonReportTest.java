package dev.ghsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.stream.CommitCommentsStream;
import dev.ghsync.sync.stream.EventsStream;
import dev.ghsync.sync.stream.ReviewCommentsStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JsonReportTest {
  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  @Test
  void theReportIsWhatTheDocumentationShows() throws IOException {
    Map<String, List<Object>> issues = new LinkedHashMap<>();
    issues.put("created", List.of(12L));
    issues.put("updated", List.of(3L, 7L));
    issues.put("closed", List.of(7L));
    issues.put("deleted", List.of());

    String json = JsonReport.render(Sample.withChanges(Map.of("issues", issues)), "1.2.3");

    assertThat(json + "\n").isEqualTo(golden("report.json"));
  }

  @Test
  void whatIsNotKnownIsNullAndWhatWasNotUsedIsAbsent() {
    JsonNode json = read(JsonReport.render(Sample.noToken(), "1"));

    assertThat(json.get("repoId").isNull()).isTrue();
    assertThat(json.get("runId").isNull()).isTrue();
    assertThat(json.get("rateLimit").isNull()).isTrue();
    assertThat(json.get("counts").isNull()).isTrue();
    assertThat(json.has("git")).isFalse();
    assertThat(json.has("graphql")).isFalse();
    assertThat(json.get("failure").has("retryAt")).isFalse();
    assertThat(json.get("failure").get("code").asText()).isEqualTo("no-pat");
  }

  @Test
  void whoComesBackAtTheTimeSaidIsNotTooEarly() {
    JsonNode failure = read(JsonReport.render(Sample.rateLimited(), "1")).get("failure");

    assertThat(failure.get("retryAt").asText()).isEqualTo("2026-01-05T12:30:01Z");
  }

  @Test
  void changesOfRefsAreNames() {
    Map<String, Map<String, List<Object>>> moved =
        Map.of("refs", Map.of("moved", List.of("refs/heads/\"odd\"\u0001\ud800")));

    JsonNode json = read(JsonReport.render(Sample.withChanges(moved), "1"));

    assertThat(json.at("/changes/refs/moved/0").asText()).startsWith("refs/heads/\"odd\"\u0001");
  }

  @Test
  void aFailedPhaseSaysWhy() {
    Failure failure = Failure.of(FailureCode.SERVER_ERROR, "502 four times");

    JsonNode json =
        read(
            JsonReport.render(
                Sample.report(
                    Outcome.PARTIAL, List.of(Sample.failed(ReviewCommentsStream.NAME, failure))),
                "1"));

    assertThat(json.at("/phases/0/name").asText()).isEqualTo("review-comments");
    assertThat(json.at("/phases/0/outcome").asText()).isEqualTo("failed");
    assertThat(json.at("/phases/0/failure/message").asText()).isEqualTo("502 four times");
    assertThat(json.at("/phases/0/reason").isNull()).isTrue();
  }

  @Test
  void allPhasesAreInOneListInTheirOrder() {
    Failure failure = Failure.of(FailureCode.SERVER_ERROR, "502 four times");

    JsonNode json =
        read(
            JsonReport.render(
                Sample.report(
                    Outcome.PARTIAL,
                    List.of(
                        Sample.ISSUES,
                        Sample.unchanged(CommitCommentsStream.NAME),
                        Sample.failed(EventsStream.NAME, failure))),
                "1"));

    assertThat(json.at("/phases").findValuesAsText("name"))
        .containsExactly("issues", "commit-comments", "events");
    assertThat(json.has("morePhases")).isFalse();
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Sample.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
