package dev.ghsync.cli;

import dev.ghsync.cli.TokenCheck.TokenInfo;
import dev.ghsync.report.TokenView;

/** What is said of tokens. */
final class Tokens {
  /** Where there is none at all. */
  static final String NONE =
      "there is no token: set GHSYNC_TOKEN, give --token-file, or run ghsync auth login";

  private Tokens() {}

  static TokenView view(TokenInfo info, FoundToken found) {
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
