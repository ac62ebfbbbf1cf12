package dev.ghsync.store.table;

import dev.ghsync.model.item.DiscussionComment;

/**
 * The table {@code discussion_comments}; a comment that was deleted after a reply keeps its row.
 */
public final class DiscussionComments {
  public static final Table<DiscussionComment> TABLE =
      Table.<DiscussionComment>named("discussion_comments", "discussion comment")
          .key("id", DiscussionComment::id)
          .softDeletedWith("discussion_number", "deleted_with_discussion")
          .shownAs("'discussion ' || r.discussion_number")
          .columns(
              row ->
                  row.column("discussion_number", DiscussionComment::discussionNumber)
                      .column("reply_to_id", DiscussionComment::replyToId)
                      .account("user", DiscussionComment::user)
                      .column("author_association", DiscussionComment::authorAssociation)
                      .column("body", DiscussionComment::body)
                      .column("is_answer", DiscussionComment::isAnswer)
                      .column("upvotes", DiscussionComment::upvotes)
                      .column("created_at", DiscussionComment::createdAt)
                      .column("updated_at", DiscussionComment::updatedAt)
                      .raw(DiscussionComment::raw))
          .build();

  private DiscussionComments() {}
}
