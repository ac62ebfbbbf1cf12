package dev.ghsync.model.item;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A discussion without its comments.
 *
 * @param category the name of its category
 * @param stateReason {@code resolved}, {@code outdated}, {@code duplicate}, {@code reopened}
 * @param isAnswered null where the category takes no answers
 * @param answerCommentId the id of the chosen answer
 * @param commentsCount comments of the top level, without replies
 */
public record Discussion(
    long number,
    long id,
    String title,
    String body,
    String category,
    String categoryId,
    boolean closed,
    @Nullable String stateReason,
    @Nullable Boolean isAnswered,
    @Nullable Long answerCommentId,
    @Nullable User user,
    @Nullable String authorAssociation,
    boolean locked,
    long upvotes,
    long commentsCount,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant closedAt,
    String raw) {

  /** Returns {@code open} or {@code closed}. */
  public String state() {
    return closed ? "closed" : "open";
  }
}
