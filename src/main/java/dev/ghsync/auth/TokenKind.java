package dev.ghsync.auth;

import dev.ghsync.model.Token;

/**
 * Types of tokens by their prefix ("About authentication to GitHub" in GitHub's docs). It is shown
 * to users only: nothing may depend on it, since other servers may use other prefixes.
 */
public enum TokenKind {
  CLASSIC("ghp_", "personal access token (classic)"),
  FINE_GRAINED("github_pat_", "fine-grained personal access token"),
  OAUTH("gho_", "OAuth token"),
  APP_USER("ghu_", "GitHub App user token"),
  INSTALLATION("ghs_", "GitHub App installation or Actions token"),
  UNKNOWN("", "token of unknown type");

  private final String prefix;
  private final String text;

  TokenKind(String prefix, String text) {
    this.prefix = prefix;
    this.text = text;
  }

  public String text() {
    return text;
  }

  public static TokenKind of(Token token) {
    for (TokenKind kind : values()) {
      if (token.reveal().startsWith(kind.prefix)) {
        return kind;
      }
    }
    return UNKNOWN;
  }
}
