package dev.ghsync.model;

import java.time.Instant;

/**
 * The hourly limit according to GitHub's last answer.
 *
 * @param limit requests an hour
 * @param remaining requests left until {@code resetAt}
 */
public record RateLimit(long limit, long remaining, Instant resetAt) {}
