package dev.ghsync.auth;

import dev.ghsync.auth.TokenCheck.TokenInfo;
import dev.ghsync.report.TokenView;

/** What is said of tokens. */
public final class Tokens {
  /** Where there is none at all. */
  public static final String NONE =
      "there is no token: set GHSYNC_TOKEN, give --token-file, or run ghsync auth login";

  private Tokens() {}

  public static TokenView view(TokenInfo info, FoundToken found) {
    return new TokenView(
        found.source(),
        TokenKind.of(found.token()).text(),
        info.login(),
        info.scopes(),
        info.permissions(),
        info.expiresAt(),
        info.limit());
  }
}
