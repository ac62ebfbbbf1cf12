package dev.ghsync.github.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubHeadersTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2, PT2S",
    "0, PT0S",
    "9999999999, PT24H",
    "999999999999999999999999999999, PT24H",
    "'Mon, 05 Jan 2026 12:00:30 GMT', PT30S",
    "'Mon, 05 Jan 2026 11:00:00 GMT', PT0S"
  })
  void retryAfterIsReadInSecondsAndAsADate(String value, Duration pause) {
    assertThat(headers("Retry-After", value).retryAfter(NOON)).contains(pause);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-5", "1.5", ""})
  void unreadableRetryAfterIsIgnored(String value) {
    assertThat(headers("Retry-After", value).retryAfter(NOON)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-19 19:55:13 UTC, 2026-02-19T19:55:13Z",
    "2024-02-08 10:25:04 +0000, 2024-02-08T10:25:04Z",
    "2024-02-08 10:25:04 +0200, 2024-02-08T08:25:04Z"
  })
  void tokenExpiryIsReadInSeveralForms(String value, Instant end) {
    assertThat(headers("GitHub-Authentication-Token-Expiration", value).tokenExpiry())
        .contains(end);
  }

  @Test
  void unreadableHeadersAreIgnored() {
    GitHubHeaders headers =
        new GitHubHeaders(
            HttpHeaders.of(
                "x-ratelimit-limit", "many",
                "x-ratelimit-remaining", "-1",
                "x-ratelimit-reset", "99999999999999999999",
                "date", "today",
                "github-authentication-token-expiration", "never"));

    assertThat(headers.rateLimit()).isEmpty();
    assertThat(headers.remaining()).isEmpty();
    assertThat(headers.date()).isEmpty();
    assertThat(headers.tokenExpiry()).isEmpty();
    assertThat(headers.text("etag")).isEqualTo(Optional.empty());
  }

  private static GitHubHeaders headers(String name, String value) {
    return new GitHubHeaders(HttpHeaders.of(name, value));
  }
}
