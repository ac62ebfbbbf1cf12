package dev.ghsync.model.item;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mention of an issue or pull request in another one.
 *
 * @param sourceRepo {@code owner/name}
 * @param willClose whether the source closes what it mentions when it is merged
 */
public record CrossReference(
    String sourceRepo,
    long sourceNumber,
    boolean sourceIsPull,
    @Nullable User actor,
    Instant createdAt,
    boolean willClose) {}
