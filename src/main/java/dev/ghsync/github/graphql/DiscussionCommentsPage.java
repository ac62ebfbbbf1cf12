package dev.ghsync.github.graphql;

import dev.ghsync.github.graphql.DiscussionsPage.CommentsSeen;
import dev.ghsync.model.item.DiscussionComment;
import java.util.List;
import java.util.Optional;

/**
 * Some comments of one discussion, with replies.
 *
 * @param comments those of the top level and their replies
 * @param next the cursor of further comments of the top level
 * @param more comments that have more replies than these
 */
public record DiscussionCommentsPage(
    long number,
    List<DiscussionComment> comments,
    CommentsSeen seen,
    Optional<String> next,
    List<MoreReplies> more) {
  public DiscussionCommentsPage {
    comments = List.copyOf(comments);
    more = List.copyOf(more);
  }

  /**
   * A page of comments to ask for.
   *
   * @param number of the discussion
   * @param size at most so many comments of the top level, 1 to 100
   * @param after {@link #next} of the page before; empty for the first
   */
  public record Want(long number, int size, Optional<String> after) {}

  /**
   * Further replies to ask for.
   *
   * @param comment the id of the comment that they reply to
   * @param node the node id of that comment
   * @param after the cursor of the replies before
   */
  public record MoreReplies(long comment, String node, String after) {}
}
