package dev.ghsync.sync.stream;

import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.store.Reads;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.state.Checks;
import dev.ghsync.store.table.IssueComments;
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

/** Comments on issues and pull requests. */
final class CommentsStream implements Stream {
  @Override
  public StreamName name() {
    return StreamName.COMMENTS;
  }

  @Override
  public String description() {
    return "comments on issues and pull requests";
  }

  /** The number of comments is compared with what the issues say. */
  @Override
  public Set<StreamName> after() {
    return Set.of(StreamName.ISSUES);
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of(new Step(new CommentsPhase(context), after()));
  }

  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return target.kind() == WebhookTarget.Kind.ISSUE_COMMENT
        ? List.of(new Step(CommentsPhase.item(context, target.id()), after()))
        : List.of();
  }

  @Override
  public List<Step> afterCheck(SyncContext context) {
    return List.of(new Step(new CommentsPhase(context).unequal(), after()));
  }

  @Override
  public boolean isSettled(Reads s, long repo, Checks.Ended check) {
    return s.issues().listUnequalComments(repo).isEmpty();
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(
        Estimate.list(context, name(), context.endpoints().comments(Optional.empty())));
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(IssueComments.TABLE, repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return List.of(
        StreamComparison.of(context, name(), Compared.of(IssueComments.TABLE), context.issuesOff())
            .since(
                context.endpoints()::comments,
                IssueComment::updatedAt,
                (s, comments) -> s.upsert(IssueComments.TABLE, context.repo(), comments)));
  }
}
