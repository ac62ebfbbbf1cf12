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
public final class ReviewsStream implements Stream {
  public static final StreamName NAME = new StreamName("reviews");

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "reviews of pull requests";
  }

  static Step step(SyncPhase phase) {
    return new Step(phase, Set.of(PullsStream.NAME, ReviewCommentsStream.NAME));
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
