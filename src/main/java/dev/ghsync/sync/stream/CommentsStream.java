package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.IssueComments;
import dev.ghsync.store.table.Issues;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.VerifyContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Comments on issues and pull requests. Each issue names the number of its comments. */
public final class CommentsStream extends CommentListStream<IssueComment> {
  public static final StreamName NAME = new StreamName("comments");

  CommentsStream() {
    super(NAME, WebhookTarget.Kind.ISSUE_COMMENT, IssueComments.TABLE);
  }

  @Override
  public String description() {
    return "comments on issues and pull requests";
  }

  /** The number of comments is compared with the one that the issues name. */
  @Override
  public Set<StreamName> after() {
    return Set.of(IssuesStream.NAME);
  }

  @Override
  Endpoint<List<IssueComment>> all(Endpoints endpoints, Optional<Instant> since) {
    return endpoints.comments(since);
  }

  @Override
  Endpoint<List<IssueComment>> of(Endpoints endpoints, long number) {
    return endpoints.commentsOf(number);
  }

  @Override
  Endpoint<IssueComment> one(Endpoints endpoints, long id) {
    return endpoints.comment(id);
  }

  @Override
  long id(IssueComment comment) {
    return comment.id();
  }

  @Override
  Instant updatedAt(IssueComment comment) {
    return comment.updatedAt();
  }

  @Override
  List<Long> listDue(Reads s, long repo) {
    return s.issues().listUnequalComments(repo).stream()
        .map(Issues.UnequalComments::number)
        .toList();
  }

  @Override
  void refreshed(Session s, long repo, long number, RowChanges deleted) {
    s.issues().commentsChecked(repo, number);
  }

  @Override
  String notAvailable(SyncContext context) {
    return IssuesStream.absent(context, "comments");
  }

  @Override
  Optional<String> switchedOff(VerifyContext context) {
    return context.issuesOff();
  }
}
