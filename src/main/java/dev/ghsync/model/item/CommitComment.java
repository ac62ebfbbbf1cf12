package dev.ghsync.model.item;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A comment on a commit. Path and line are null if it is on the whole commit. */
public record CommitComment(
    long id,
    String commitSha,
    @Nullable String path,
    @Nullable Long line,
    @Nullable User user,
    @Nullable String body,
    Instant createdAt,
    Instant updatedAt,
    String raw) {}
