package dev.ghsync.sync.list;

import dev.ghsync.github.GitHub;
import dev.ghsync.model.RateLimit;
import dev.ghsync.sync.SyncContext;
import java.time.Instant;
import java.util.Optional;

/**
 * The requests that work without haste may use, such as a full check or the reading of a stream
 * that was enabled late: never the last quarter of a limit, which is for other work. If the user
 * allows waiting for a limit, it may use all of it.
 */
public record SpareRequests(SyncContext context, GitHub github) {
  private static final int RESERVED_PART = 4;

  /** Returns why no GraphQL query may be sent; empty if one may be. */
  public Optional<String> graphqlSpent() {
    return spent(github.graphqlLimit(), "GraphQL points");
  }

  /** Returns why no REST request may be sent; empty if one may be. */
  public Optional<String> restSpent() {
    return spent(github.rateLimit(), "requests");
  }

  private Optional<String> spent(Optional<RateLimit> limit, String what) {
    Instant now = github.serverTime().orElseGet(context::now);
    return limit
        .filter(known -> context.settings().limits().maxWait().isEmpty())
        .filter(known -> now.isBefore(known.resetAt()))
        .filter(known -> known.remaining() <= known.limit() / RESERVED_PART)
        .map(
            known ->
                "%d of %d %s are left until %s and kept for other work"
                    .formatted(known.remaining(), known.limit(), what, known.resetAt()));
  }
}
