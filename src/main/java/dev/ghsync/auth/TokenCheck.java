package dev.ghsync.auth;

import dev.ghsync.model.RateLimit;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Asks GitHub whose token this is. */
public interface TokenCheck {
  /**
   * Sends one or a few requests.
   *
   * @param repo whose permissions are asked for too, where given
   * @return a failure such as {@code bad-credentials} where GitHub does not take the token
   */
  public Result<TokenInfo> check(Token token, URI apiUrl, Optional<RepoName> repo);

  /**
   * What GitHub says of a token.
   *
   * @param login empty for installation tokens, which {@code GET /user} refuses
   * @param scopes of a classic or OAuth token, maybe none; empty for other kinds
   * @param permissions what the token was seen to be allowed: {@code issues=read}
   * @param expiresAt empty where GitHub names no end
   * @param limit of the hour; empty where the server has none
   */
  public record TokenInfo(
      Optional<String> login,
      Optional<List<String>> scopes,
      List<String> permissions,
      Optional<Instant> expiresAt,
      Optional<RateLimit> limit) {}
}
