package dev.ghsync.model.item;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A comment on a pull request's diff.
 *
 * @param line null if the position is outdated or the comment is on the whole file
 */
public record ReviewComment(
    long id,
    long pullNumber,
    @Nullable Long reviewId,
    @Nullable Long inReplyToId,
    @Nullable User user,
    @Nullable String path,
    @Nullable Long line,
    @Nullable String diffHunk,
    @Nullable String body,
    @Nullable String commitSha,
    Instant createdAt,
    Instant updatedAt,
    String raw) {}
