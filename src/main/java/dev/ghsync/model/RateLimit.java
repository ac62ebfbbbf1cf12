package dev.ghsync.model;

import java.time.Instant;

/**
 * The hourly limit as GitHub's last answer told it.
 *
 * @param limit requests an hour
 * @param remaining requests left until {@code resetAt}
 */
public record RateLimit(long limit, long remaining, Instant resetAt) {}
