package dev.ghsync.sync.stream;

import dev.ghsync.store.Reads;
import dev.ghsync.store.state.Checks;
import dev.ghsync.store.table.Reviews;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import java.util.List;
import java.util.Set;

/** Reviews of pull requests, which come with the details of these: see {@link PullsStream}. */
final class ReviewsStream implements Stream {
  @Override
  public StreamName name() {
    return StreamName.REVIEWS;
  }

  @Override
  public String description() {
    return "reviews of pull requests";
  }

  static Step step(SyncPhase phase) {
    return new Step(phase, Set.of(StreamName.PULLS, StreamName.REVIEW_COMMENTS));
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of();
  }

  /** Only a check by GraphQL compares reviews. */
  @Override
  public boolean isSettled(Reads s, long repo, Checks.Ended check) {
    return check.comparesReviews() && s.pulls().listDueReviews(repo).isEmpty();
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(Reviews.TABLE, repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return List.of();
  }
}
