package dev.ghsync.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A GitHub token. Its {@code toString} does not contain the secret; only {@link #reveal} returns
 * it, for the {@code Authorization} header and encryption. Length and format are not checked,
 * because GitHub changes both.
 */
public final class Token implements TokenSource {
  private final String secret;
  private final String source;

  /**
   * Creates a token without a known source.
   *
   * @throws IllegalArgumentException if the text is empty or has characters that a header cannot
   *     contain; the message does not repeat it
   */
  public Token(String secret) {
    this(secret, "");
  }

  /**
   * Creates a token and registers it with {@link Redaction}.
   *
   * @param source where it was found, for messages: {@code $GH_TOKEN}
   * @throws IllegalArgumentException if the text is empty or has characters that a header cannot
   *     contain; the message does not repeat it
   */
  public Token(String secret, String source) {
    if (secret.isEmpty() || secret.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException("a token is one line of printable ASCII without spaces");
    }
    this.secret = secret;
    this.source = source;
    Redaction.add(secret);
  }

  /** Returns the same token with another source. */
  public Token from(String place) {
    return new Token(secret, place);
  }

  @Override
  public Result<Token> current() {
    return Result.ok(this);
  }

  @Override
  public boolean replace(Token refused) {
    return false;
  }

  @Override
  public String limitKey() {
    return fingerprint();
  }

  @Override
  public String named() {
    return source.isEmpty() ? "the token" : "the token from " + source;
  }

  /** Returns where it was found; empty if unknown. */
  public String source() {
    return source;
  }

  public String reveal() {
    return secret;
  }

  /**
   * Returns the first 16 hex digits of a SHA-256, which identify the token without revealing it.
   * Validators are stored with it, because GitHub's ETags depend on the token.
   */
  public String fingerprint() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(("ghsync:" + secret).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Token t && t.secret.equals(secret);
  }

  @Override
  public int hashCode() {
    return secret.hashCode();
  }

  @Override
  public String toString() {
    return "Token(…)";
  }
}
