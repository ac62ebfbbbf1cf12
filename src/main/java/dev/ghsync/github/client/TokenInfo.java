package dev.ghsync.github.client;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The facts about the token that responses showed.
 *
 * @param scopes of a classic or OAuth token, as {@code X-OAuth-Scopes} has them: {@code repo,
 *     read:org}; may be an empty text
 * @param permissions needed by the last request, for tokens without scopes, as {@code
 *     X-Accepted-GitHub-Permissions} has them: {@code issues=read; pull_requests=read}
 * @param expiresAt empty where the token does not expire, or GitHub did not say
 */
public record TokenInfo(
    Optional<String> scopes, Optional<String> permissions, Optional<Instant> expiresAt) {

  /** Each of them lets a query name a team's fields. */
  private static final Set<String> TEAM_SCOPES =
      Set.of("read:org", "write:org", "admin:org", "read:discussion", "write:discussion");

  /** Scopes that were known before stay: a response of a proxy does not have them. */
  static TokenInfo of(GitHubHeaders headers, Optional<TokenInfo> before) {
    return new TokenInfo(
        headers.text("x-oauth-scopes").or(() -> before.flatMap(TokenInfo::scopes)),
        headers.text("x-accepted-github-permissions"),
        headers.tokenExpiry());
  }

  /**
   * Whether queries may name fields of teams. GitHub shows the scopes of classic and OAuth tokens
   * only; a token without scopes is not refused, but teams that it may not see are null.
   */
  public boolean mayReadTeams() {
    return scopes
        .map(text -> Stream.of(text.split(",", -1)).map(String::strip))
        .map(all -> all.anyMatch(TEAM_SCOPES::contains))
        .orElse(true);
  }
}
