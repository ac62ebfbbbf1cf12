package dev.ghsync.sync.stream;

import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.ReviewComment;
import dev.ghsync.store.Reads;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.state.Checks;
import dev.ghsync.store.table.ReviewComments;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.verify.StreamComparison;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Comments on the diffs of pull requests. */
final class ReviewCommentsStream implements Stream {
  @Override
  public StreamName name() {
    return StreamName.REVIEW_COMMENTS;
  }

  @Override
  public String description() {
    return "comments on the diffs of pull requests";
  }

  /** The pull requests that the comments belong to are among the issues. */
  @Override
  public Set<StreamName> after() {
    return Set.of(StreamName.ISSUES);
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of(new Step(new ReviewCommentsPhase(context), after()));
  }

  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return target.kind() == WebhookTarget.Kind.REVIEW_COMMENT
        ? List.of(new Step(ReviewCommentsPhase.item(context, target.id()), after()))
        : List.of();
  }

  @Override
  public List<Step> afterCheck(SyncContext context) {
    return List.of(new Step(new ReviewCommentsPhase(context).due(), after()));
  }

  @Override
  public boolean isSettled(Reads s, long repo, Checks.Ended check) {
    return s.pulls().listDueReviewComments(repo).isEmpty();
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(
        Estimate.list(context, name(), context.endpoints().reviewComments(Optional.empty())));
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(ReviewComments.TABLE, repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return List.of(
        StreamComparison.of(context, name(), Compared.of(ReviewComments.TABLE), context.pullsOff())
            .since(
                context.endpoints()::reviewComments,
                ReviewComment::updatedAt,
                (s, comments) -> s.upsert(ReviewComments.TABLE, context.repo(), comments)));
  }
}
