package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.ReviewComment;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.ReviewComments;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.VerifyContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Comments on the diffs of pull requests. The full check for deletions finds the pull requests
 * whose number of comments differs.
 */
public final class ReviewCommentsStream extends CommentListStream<ReviewComment> {
  public static final StreamName NAME = new StreamName("review-comments");

  /** A longer time than clocks differ and requests take. */
  private static final Duration RECENT = Duration.ofMinutes(10);

  ReviewCommentsStream() {
    super(NAME, WebhookTarget.Kind.REVIEW_COMMENT, ReviewComments.TABLE);
  }

  @Override
  public String description() {
    return "comments on the diffs of pull requests";
  }

  /** The pull requests that the comments belong to are among the issues. */
  @Override
  public Set<StreamName> after() {
    return Set.of(IssuesStream.NAME);
  }

  @Override
  Endpoint<List<ReviewComment>> all(Endpoints endpoints, Optional<Instant> since) {
    return endpoints.reviewComments(since);
  }

  @Override
  Endpoint<List<ReviewComment>> of(Endpoints endpoints, long number) {
    return endpoints.reviewCommentsOf(number);
  }

  @Override
  Endpoint<ReviewComment> one(Endpoints endpoints, long id) {
    return endpoints.reviewComment(id);
  }

  @Override
  long id(ReviewComment comment) {
    return comment.id();
  }

  @Override
  Instant updatedAt(ReviewComment comment) {
    return comment.updatedAt();
  }

  @Override
  List<Long> listDue(Reads s, long repo) {
    return s.pulls().listDueReviewComments(repo);
  }

  @Override
  void refreshed(Session s, long repo, long number, RowChanges deleted) {
    s.pulls().reviewCommentsDue(repo, List.of(number), false);
    if (!deleted.deleted().isEmpty()) {
      // A review that consists of its comments alone is deleted with the last of them.
      s.pulls().reviewsDue(repo, List.of(number));
    }
  }

  /**
   * A comment belongs to a review, and nothing else shows that the review is new. The reviews are
   * here already if the pull request was read as of the comment's time or a later one.
   */
  @Override
  void listed(SyncContext context, Session s, List<ReviewComment> comments, RowChanges changes) {
    Set<Long> changed = new HashSet<>(changes.created());
    changed.addAll(changes.updated());
    Instant recent = context.now().minus(RECENT);
    Map<Long, Instant> times = new HashMap<>();
    for (ReviewComment comment : comments) {
      if (changed.contains(comment.id())) {
        Instant time = comment.updatedAt();
        // Another review of the same second may have come after the pull request was read.
        Instant readFrom = time.isAfter(recent) ? time.plusSeconds(1) : time;
        times.merge(comment.pullNumber(), readFrom, (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    s.pulls().reviewsDueUnlessReadAsOf(context.repo(), times);
  }

  @Override
  String notAvailable(SyncContext context) {
    return PullsStream.absent(context, "review comments");
  }

  @Override
  Optional<String> switchedOff(VerifyContext context) {
    return context.pullsOff();
  }
}
