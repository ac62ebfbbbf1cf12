package dev.ghsync.store.state;

import dev.ghsync.model.Host;
import dev.ghsync.model.RateLimit;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.time.Instant;
import java.util.Optional;

/**
 * The table {@code token_limits}: the last known rate limit of each token at each host. A run with
 * another token is not held up by it.
 */
public class TokenLimits {
  private final ReadConnection db;

  public TokenLimits(ReadConnection db) {
    this.db = db;
  }

  /**
   * The last known limit of a token.
   *
   * @param blockedUntil when GitHub allows the next request, where it said so
   */
  public record Limits(Optional<Instant> blockedUntil, Optional<RateLimit> rateLimit) {
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());
  }

  /**
   * Returns the last known limit.
   *
   * @param token the token's fingerprint
   */
  public Limits find(Host host, String token) {
    return db.find(
            "SELECT * FROM token_limits WHERE host = :host AND token = :token",
            row -> new Limits(row.optionalTime("blocked_until"), RepoStates.rateLimit(row)),
            host.name(),
            token)
        .orElse(Limits.NONE);
  }

  /** Adds the statements that write. */
  public static final class Writer extends TokenLimits {
    private static final String SAVE =
        """
        INSERT INTO token_limits (host, token, rate_limit, rate_remaining, rate_reset_at,
          blocked_until)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (host, token) DO UPDATE SET
          rate_limit = coalesce(excluded.rate_limit, rate_limit),
          rate_remaining = coalesce(excluded.rate_remaining, rate_remaining),
          rate_reset_at = coalesce(excluded.rate_reset_at, rate_reset_at),
          blocked_until = excluded.blocked_until
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Stores a block or its absence, and the rate limit where it is known. */
    public void save(Host host, String token, Limits limits) {
      Optional<RateLimit> rate = limits.rateLimit();
      db.update(
          SAVE,
          host.name(),
          token,
          rate.map(RateLimit::limit),
          rate.map(RateLimit::remaining),
          rate.map(RateLimit::resetAt),
          limits.blockedUntil());
    }
  }
}
