package dev.ghsync.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A GitHub token. Printing it tells nothing; only {@link #reveal} gives the secret, to the code
 * that makes an {@code Authorization} header or encrypts it. Length and characters are not judged:
 * GitHub changes both.
 */
public final class Token {
  private final String secret;
  private final String source;

  /**
   * A token of which nobody says where it came from.
   *
   * @throws IllegalArgumentException where the text is empty or has characters that no header can
   *     carry; the message does not repeat it
   */
  public Token(String secret) {
    this(secret, "");
  }

  /**
   * A token. From now on {@link Redaction} knows it.
   *
   * @param source where it came from, for messages: {@code $GH_TOKEN}
   * @throws IllegalArgumentException where the text is empty or has characters that no header can
   *     carry; the message does not repeat it
   */
  public Token(String secret, String source) {
    if (secret.isEmpty() || secret.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException("a token is one line of printable ASCII without spaces");
    }
    this.secret = secret;
    this.source = source;
    Redaction.add(secret);
  }

  /** The same token, found in {@code place}. */
  public Token from(String place) {
    return new Token(secret, place);
  }

  /** {@code the token from $GH_TOKEN}: what messages call it. */
  public String named() {
    return source.isEmpty() ? "the token" : "the token from " + source;
  }

  /** Where it was found; empty text where nobody has said. */
  public String source() {
    return source;
  }

  public String reveal() {
    return secret;
  }

  /**
   * The first 16 hex digits of a SHA-256: tells two tokens apart and gives neither away. Validators
   * are kept with it, since GitHub's ETags differ from token to token.
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
