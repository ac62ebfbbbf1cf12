package dev.ghsync.github;

import java.time.Instant;
import java.util.Optional;

/**
 * What answers have told about the token they were asked with.
 *
 * @param scopes of a classic or OAuth token, as {@code X-OAuth-Scopes} has them: {@code repo,
 *     read:org}; may be empty text
 * @param permissions what the last answer needed, for tokens without scopes, as {@code
 *     X-Accepted-GitHub-Permissions} has it: {@code issues=read; pull_requests=read}
 * @param expiresAt empty where the token does not expire, or GitHub did not say
 */
public record TokenFacts(
    Kind kind, Optional<String> scopes, Optional<String> permissions, Optional<Instant> expiresAt) {

  /** Told by the prefix; where that is none of GitHub's, by the headers. */
  public enum Kind {
    CLASSIC("classic personal access token"),
    FINE_GRAINED("fine-grained personal access token"),
    OAUTH("OAuth token"),
    APP_USER("user token of a GitHub App"),
    INSTALLATION("installation token of a GitHub App, or of Actions"),
    UNKNOWN("token");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }
  }
}
