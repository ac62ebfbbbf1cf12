package dev.ghsync.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  @Test
  void aRelationIsFoundWhateverItsPlaceAndParameters() {
    LinkHeader links =
        new LinkHeader(
            List.of(
                "<https://x/1?a=1,2>; title=\"a, <b>\"; rel=\"prev last\", <https://x/2>;rel=next",
                "<https://x/3>; REL=\"deprecation\"; type=\"text/html\""));

    assertThat(links.target("next")).contains("https://x/2");
    assertThat(links.target("prev")).contains("https://x/1?a=1,2");
    assertThat(links.target("last")).contains("https://x/1?a=1,2");
    assertThat(links.target("deprecation")).contains("https://x/3");
    assertThat(links.target("first")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "<https://x", "<https://x>", "rel=\"next\"", "<>;rel"})
  void aBrokenLinkHeaderHasNoRelations(String value) {
    assertThat(new LinkHeader(List.of(value)).target("next")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2, PT2S",
    "0, PT0S",
    "9999999999, PT24H",
    "'Mon, 05 Jan 2026 12:00:30 GMT', PT30S",
    "'Mon, 05 Jan 2026 11:00:00 GMT', PT0S"
  })
  void aPauseIsGivenInSecondsOrAsADate(String value, Duration pause) {
    assertThat(headers("Retry-After", value).retryAfter(NOON)).contains(pause);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-5", "1.5", ""})
  void aPauseThatIsNotUnderstoodIsNone(String value) {
    assertThat(headers("Retry-After", value).retryAfter(NOON)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-19 19:55:13 UTC, 2026-02-19T19:55:13Z",
    "2024-02-08 10:25:04 +0000, 2024-02-08T10:25:04Z",
    "2024-02-08 10:25:04 +0200, 2024-02-08T08:25:04Z"
  })
  void aTokensEndComesInSeveralForms(String value, Instant end) {
    assertThat(headers("GitHub-Authentication-Token-Expiration", value).tokenExpiry())
        .contains(end);
  }

  @Test
  void headersThatMakeNoSenseTellNothing() {
    ReplyHeaders headers =
        new ReplyHeaders(
            Headers.of(
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

  private static ReplyHeaders headers(String name, String value) {
    return new ReplyHeaders(Headers.of(name, value));
  }
}
