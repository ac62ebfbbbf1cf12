package dev.ghsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.auth.TokenStatus;
import dev.ghsync.model.RateLimit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenStatusViewTest {
  private static final TokenStatus CLASSIC =
      new TokenStatus(
          "$GH_TOKEN",
          "personal access token (classic)",
          Optional.of("octocat"),
          Optional.of(List.of("repo", "read:org")),
          List.of(),
          Optional.of(Sample.NOON.plusSeconds(86_400)),
          Optional.of(new RateLimit(5000, 4321, Sample.NOON.plusSeconds(1800))));

  private static final TokenStatus OF_A_JOB =
      new TokenStatus(
          "$GITHUB_TOKEN",
          "GitHub App installation or Actions token",
          Optional.empty(),
          Optional.empty(),
          List.of("contents=read"),
          Optional.empty(),
          Optional.empty());

  private static String printed(TokenStatus token) {
    StringWriter text = new StringWriter();
    new TokenStatusView(token).print(new PrintWriter(text), Sample.NOON, ZoneOffset.UTC);
    return text.toString();
  }

  @Test
  void everythingButTheTokenIsPrinted() {
    assertThat(printed(CLASSIC))
        .isEqualTo(
            """
            account     octocat
            type        personal access token (classic)
            source      $GH_TOKEN
            scopes      repo, read:org
            expires     2026-01-06 12:00
            limit       4,321 of 5,000 requests left until 12:30
            """);
    assertThat(new TokenStatusView(CLASSIC).json())
        .isEqualTo(
            """
            {"login":"octocat","kind":"personal access token (classic)","source":"$GH_TOKEN",\
            "scopes":["repo","read:org"],"permissions":[],"expiresAt":"2026-01-06T12:00:00Z",\
            "rateLimit":{"limit":5000,"remaining":4321,"resetAt":"2026-01-05T12:30:00Z"}}""");
  }

  @Test
  void aTokenWithoutScopesHasPermissions() {
    assertThat(printed(OF_A_JOB))
        .isEqualTo(
            """
            account     none (token of an installation or a job)
            type        GitHub App installation or Actions token
            source      $GITHUB_TOKEN
            permissions contents=read
            expires     unknown
            limit       none on this server
            """);
  }
}
