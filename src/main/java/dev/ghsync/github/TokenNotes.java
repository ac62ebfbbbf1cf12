package dev.ghsync.github;

import dev.ghsync.github.TokenFacts.Kind;
import dev.ghsync.model.Token;
import java.util.Map;
import java.util.Optional;

/** Keeps what answers tell about the token. */
final class TokenNotes {
  /** <a href="https://docs.github.com/en/authentication">About authentication to GitHub</a>. */
  private static final Map<String, Kind> PREFIXES =
      Map.of(
          "ghp_", Kind.CLASSIC,
          "github_pat_", Kind.FINE_GRAINED,
          "gho_", Kind.OAUTH,
          "ghu_", Kind.APP_USER,
          "ghs_", Kind.INSTALLATION);

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

  void hear(ReplyHeaders headers) {
    Optional<String> scopes = headers.text("x-oauth-scopes");
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
