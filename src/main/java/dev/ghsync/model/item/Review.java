package dev.ghsync.model.item;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A review of a pull request.
 *
 * @param state APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED or PENDING
 * @param submittedAt null while PENDING
 * @param raw as in {@link Issue}; null from GraphQL
 */
public record Review(
    long id,
    long pullNumber,
    @Nullable User user,
    String state,
    @Nullable String body,
    @Nullable String commitSha,
    @Nullable Instant submittedAt,
    @Nullable String raw) {}
