package dev.ghsync.store.table;

import dev.ghsync.model.item.ReviewComment;

/** The table {@code review_comments}. */
public final class ReviewComments {
  public static final Table<ReviewComment> TABLE =
      Table.<ReviewComment>named("review_comments", "review comment")
          .key("id", ReviewComment::id)
          .softDeletedWith("pull_number")
          .changedAt("r.updated_at")
          .shownAs("'pull request ' || r.pull_number")
          .columns(
              row ->
                  row.column("pull_number", ReviewComment::pullNumber)
                      .column("review_id", ReviewComment::reviewId)
                      .column("in_reply_to_id", ReviewComment::inReplyToId)
                      .account("user", ReviewComment::user)
                      .column("path", ReviewComment::path)
                      .column("line", ReviewComment::line)
                      .column("diff_hunk", ReviewComment::diffHunk)
                      .column("body", ReviewComment::body)
                      .column("commit_sha", ReviewComment::commitSha)
                      .column("created_at", ReviewComment::createdAt)
                      .column("updated_at", ReviewComment::updatedAt)
                      .raw(ReviewComment::raw))
          .build();

  private ReviewComments() {}
}
