package dev.ghsync.store.table;

import dev.ghsync.model.item.CommitComment;

/** The table {@code commit_comments}. */
public final class CommitComments {
  public static final Table<CommitComment> TABLE =
      Table.<CommitComment>named("commit_comments", "commit comment")
          .key("id", CommitComment::id)
          .softDeleted()
          .shownAs("r.commit_sha")
          .columns(
              row ->
                  row.column("commit_sha", CommitComment::commitSha)
                      .column("path", CommitComment::path)
                      .column("line", CommitComment::line)
                      .account("user", CommitComment::user)
                      .column("body", CommitComment::body)
                      .column("created_at", CommitComment::createdAt)
                      .column("updated_at", CommitComment::updatedAt)
                      .raw(CommitComment::raw))
          .build();

  private CommitComments() {}
}
