package dev.ghsync.store.state;

import dev.ghsync.model.Host;
import dev.ghsync.model.RateLimit;
import dev.ghsync.store.sql.SqlValues;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code token_limits}: what a host has told of the limit of each token. A limit is of
 * the token that met it: a run with another token is not held up by it.
 */
public final class TokenLimits {
  private static final String FIND =
      "SELECT * FROM token_limits WHERE host = :host AND token = :token";

  private static final String SAVE =
      """
      INSERT INTO token_limits (host, token, rate_limit, rate_remaining, rate_reset_at,
        blocked_until)
      VALUES (:host, :token, :limit, :remaining, :reset, :blocked)
      ON CONFLICT (host, token) DO UPDATE SET rate_limit = coalesce(excluded.rate_limit, rate_limit),
        rate_remaining = coalesce(excluded.rate_remaining, rate_remaining),
        rate_reset_at = coalesce(excluded.rate_reset_at, rate_reset_at),
        blocked_until = excluded.blocked_until
      """;

  private final Handle handle;

  public TokenLimits(Handle handle) {
    this.handle = handle;
  }

  /**
   * What is remembered of a token's limit.
   *
   * @param blockedUntil no request before, where GitHub said so
   */
  public record Limits(Optional<Instant> blockedUntil, Optional<RateLimit> rateLimit) {
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());
  }

  /**
   * Finds what is remembered.
   *
   * @param token its fingerprint
   */
  public Limits find(Host host, String token) {
    return handle
        .createQuery(FIND)
        .bind("host", host.name())
        .bind("token", token)
        .map((row, context) -> limits(row))
        .findOne()
        .orElse(Limits.NONE);
  }

  private static Limits limits(java.sql.ResultSet row) throws java.sql.SQLException {
    @Nullable Instant reset = SqlValues.instant(row.getString("rate_reset_at"));
    return new Limits(
        Optional.ofNullable(SqlValues.instant(row.getString("blocked_until"))),
        reset == null
            ? Optional.empty()
            : Optional.of(
                new RateLimit(row.getLong("rate_limit"), row.getLong("rate_remaining"), reset)));
  }

  /** Remembers a block, or that there is none, and the limit where it was told. */
  public void save(Host host, String token, Limits limits) {
    Optional<RateLimit> rate = limits.rateLimit();
    handle
        .createUpdate(SAVE)
        .bind("host", host.name())
        .bind("token", token)
        .bind("limit", rate.map(RateLimit::limit).orElse(null))
        .bind("remaining", rate.map(RateLimit::remaining).orElse(null))
        .bind("reset", SqlValues.text(rate.map(RateLimit::resetAt).orElse(null)))
        .bind("blocked", SqlValues.text(limits.blockedUntil().orElse(null)))
        .execute();
  }
}
