package dev.ghsync.model;

import java.util.Optional;

/**
 * The token of requests: always the same one, or short-lived ones that are made when they are
 * needed. Safe for threads.
 */
public interface TokenSource {
  /** Returns the token to send now; a failure if a new one was needed and could not be made. */
  Result<Token> current();

  /**
   * Reports that a server has refused a token.
   *
   * @return whether {@link #current} may return one that is accepted, so that a retry is worth
   *     making
   */
  boolean replace(Token refused);

  /** Returns a text that is the same for all tokens that share limits, and reveals none. */
  String limitKey();

  /**
   * Returns the permissions of the current token; empty while there is none, and if only responses
   * show what the token may read.
   */
  default Optional<Permissions> permissions() {
    return Optional.empty();
  }

  /** Returns the description for messages: {@code the token from $GH_TOKEN}. */
  String named();
}
