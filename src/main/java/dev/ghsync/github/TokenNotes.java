package dev.ghsync.github;

import dev.ghsync.github.TokenFacts.Kind;
import dev.ghsync.model.Token;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps what answers tell about the token. */
public final class TokenNotes {
  /** <a href="https://docs.github.com/en/authentication">About authentication to GitHub</a>. */
  private static final Map<String, Kind> PREFIXES =
      Map.of(
          "ghp_", Kind.CLASSIC,
          "github_pat_", Kind.FINE_GRAINED,
          "gho_", Kind.OAUTH,
          "ghu_", Kind.APP_USER,
          "ghs_", Kind.INSTALLATION);

  /** Each of them lets a query name a team's fields. */
  private static final Set<String> TEAM_SCOPES =
      Set.of("read:org", "write:org", "admin:org", "read:discussion", "write:discussion");

  private final Kind byPrefix;
  private volatile Optional<TokenFacts> last = Optional.empty();

  TokenNotes(Token token) {
    String secret = token.reveal();
    byPrefix =
        PREFIXES.entrySet().stream()
            .filter(prefix -> secret.startsWith(prefix.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(Kind.UNKNOWN);
  }

  Optional<TokenFacts> facts() {
    return last;
  }

  /**
   * Whether queries may name fields of teams. GitHub tells the scopes of classic and OAuth tokens
   * only; a token without scopes is not refused, but teams that it may not see are null.
   */
  public boolean mayReadTeams() {
    return last.flatMap(TokenFacts::scopes)
        .map(scopes -> Stream.of(scopes.split(",", -1)).map(String::strip))
        .map(scopes -> scopes.anyMatch(TEAM_SCOPES::contains))
        .orElse(true);
  }

  void update(ReplyHeaders headers) {
    // Answers of something in between do not have it.
    Optional<String> scopes =
        headers.text("x-oauth-scopes").or(() -> last.flatMap(TokenFacts::scopes));
    Optional<String> permissions = headers.text("x-accepted-github-permissions");
    last =
        Optional.of(
            new TokenFacts(
                kind(scopes.isPresent(), permissions.isPresent()),
                scopes,
                permissions,
                headers.tokenExpiry()));
  }

  private Kind kind(boolean hasScopes, boolean needsPermissions) {
    if (byPrefix != Kind.UNKNOWN) {
      return byPrefix;
    }
    return hasScopes ? Kind.CLASSIC : needsPermissions ? Kind.FINE_GRAINED : Kind.UNKNOWN;
  }
}
