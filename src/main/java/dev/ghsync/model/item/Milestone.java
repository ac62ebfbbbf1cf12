package dev.ghsync.model.item;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A milestone, open or closed. */
public record Milestone(
    long id,
    long number,
    String title,
    String state,
    @Nullable String description,
    @Nullable Instant dueOn,
    @Nullable User creator,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant closedAt) {}
