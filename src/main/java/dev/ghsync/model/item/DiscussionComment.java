package dev.ghsync.model.item;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A comment on a discussion, or a reply to one.
 *
 * @param replyToId the comment that it replies to; null: it is of the top level
 * @param deletedAt when it was deleted; GitHub shows a deleted comment without its text as long as
 *     it has replies
 */
public record DiscussionComment(
    long id,
    long discussionNumber,
    @Nullable Long replyToId,
    @Nullable User user,
    @Nullable String authorAssociation,
    String body,
    boolean isAnswer,
    long upvotes,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant deletedAt,
    String raw) {}
