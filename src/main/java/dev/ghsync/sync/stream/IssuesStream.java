package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Issue;
import dev.ghsync.store.Reads;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.table.Issues;
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

/** Issues, and pull requests as far as they are issues. */
final class IssuesStream implements Stream {
  private static final int PAGE = 100;

  @Override
  public StreamName name() {
    return StreamName.ISSUES;
  }

  @Override
  public String description() {
    return "issues, and what pull requests have in common with them";
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of(new Step(new IssuesPhase(context), after()));
  }

  /**
   * An issue tells how many comments are left, and a pull request's issue when its details and
   * reviews have changed.
   */
  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return switch (target.kind()) {
      case ISSUE, ISSUE_COMMENT, PULL, REVIEW, REVIEW_COMMENT ->
          List.of(new Step(IssuesPhase.item(context, target.number()), after()));
      default -> List.of();
    };
  }

  /** The number of the newest issue is that of all issues and pull requests at most. */
  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(new Estimate.Requests(() -> newest(context) / PAGE + 1, 1));
  }

  private long newest(SyncContext context) {
    Endpoint<List<Issue>> newest =
        context.endpoints().issues(Optional.empty()).newestFirst().perPage(1);
    return Estimate.items(context, name(), newest).stream()
        .mapToLong(Issue::number)
        .max()
        .orElse(0);
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(Issues.TABLE, repo);
  }

  /** Where issues are switched off, GitHub may leave out those of pull requests too. */
  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    Optional<String> off = context.issuesOff();
    Compared kind = off.isPresent() ? Compared.OWN_ISSUES : Compared.of(Issues.TABLE);
    StreamComparison comparison = StreamComparison.of(context, name(), kind, off);
    return List.of(
        off.map(comparison::switchedOff)
            .orElseGet(
                () ->
                    comparison.since(
                        context.endpoints()::issues,
                        Issue::updatedAt,
                        (s, issues) -> s.issues().upsert(context.repo(), issues).written())));
  }
}
