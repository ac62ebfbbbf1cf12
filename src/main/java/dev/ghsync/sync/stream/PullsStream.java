package dev.ghsync.sync.stream;

import dev.ghsync.model.Counts;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.store.Reads;
import dev.ghsync.store.table.Pulls;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.verify.PullComparison;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Pull requests, and with them their reviews. */
final class PullsStream implements Stream {
  private static final int PAGE = 100;
  private static final int PULLS_A_QUERY = 50;

  @Override
  public StreamName name() {
    return StreamName.PULLS;
  }

  @Override
  public String description() {
    return "details of pull requests";
  }

  /** Issues and review comments show pull requests that have changed. */
  @Override
  public Set<StreamName> after() {
    return Set.of(StreamName.ISSUES, StreamName.REVIEW_COMMENTS);
  }

  @Override
  public List<Step> steps(SyncContext context) {
    PullDetails details = new PullDetails(context);
    return List.of(
        new Step(new PullsPhase(context, details), after()),
        ReviewsStream.step(new PullsPhase.Reviews(context, details)));
  }

  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return switch (target.kind()) {
      case PULL, REVIEW, REVIEW_COMMENT -> {
        PullDetails details = new PullDetails(context);
        long number = target.number();
        yield List.of(
            new Step(new NamedPhase(name(), () -> details.run(number)), after()),
            ReviewsStream.step(
                new NamedPhase(StreamName.REVIEWS, () -> details.reviewsOf(number))));
      }
      default -> List.of();
    };
  }

  @Override
  public List<Step> afterCheck(SyncContext context) {
    PullDetails details = new PullDetails(context);
    return List.of(
        new Step(new NamedPhase(name(), () -> details.run(Counts.NONE)), after()),
        ReviewsStream.step(new PullsPhase.Reviews(context, details)));
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(new Estimate.Requests(() -> first(context), 1));
  }

  private long first(SyncContext context) {
    long pages = Estimate.pages(context, name(), context.endpoints().pulls());
    return pages + pages * PAGE / PULLS_A_QUERY;
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(Pulls.TABLE, repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return new PullComparison(context).run();
  }
}
