package dev.ghsync.model.item;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A comment on an issue or on a pull request's conversation. */
public record IssueComment(
    long id,
    long issueNumber,
    @Nullable User user,
    @Nullable String authorAssociation,
    @Nullable String body,
    Instant createdAt,
    Instant updatedAt,
    String raw) {}
