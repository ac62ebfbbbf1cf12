package dev.ghsync.store.table;

import dev.ghsync.model.item.IssueComment;

/** The table {@code issue_comments}. */
public final class IssueComments {
  public static final Table<IssueComment> TABLE =
      Table.<IssueComment>named("issue_comments", "comment")
          .key("id", IssueComment::id)
          .softDeletedWith("issue_number")
          .changedAt("r.updated_at")
          .shownAs("'issue ' || r.issue_number")
          .columns(
              row ->
                  row.column("issue_number", IssueComment::issueNumber)
                      .account("user", IssueComment::user)
                      .column("author_association", IssueComment::authorAssociation)
                      .column("body", IssueComment::body)
                      .column("created_at", IssueComment::createdAt)
                      .column("updated_at", IssueComment::updatedAt)
                      .raw(IssueComment::raw))
          .build();

  private IssueComments() {}
}
