package dev.ghsync.sync.stream;

import dev.ghsync.store.Reads;
import dev.ghsync.store.state.Checks;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.PullContentSource;
import dev.ghsync.sync.verify.PullContentComparison;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The commits of pull requests, and the files that they change. Most of them come with the details:
 * see {@link PullsStream}.
 */
public final class PullFilesStream implements Stream {
  public static final StreamName NAME = new StreamName("pull-files");

  private static final int PULLS_A_PAGE = 100;

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "commits and changed files of pull requests";
  }

  /** The details of a pull request show whether its commits and files have changed. */
  static Step step(SyncContext context, PullDetails details, Optional<Long> only) {
    return new Step(
        new PullFiles(context, details.contents(), only),
        Set.of(PullsStream.NAME, ReviewsStream.NAME));
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of();
  }

  @Override
  public boolean isSettled(Reads s, long repo, Checks.Ended check) {
    return s.pullContents().listDue(repo).isEmpty();
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    long due = context.store().read(s -> s.pullContents().countDue(context.repo()));
    return Optional.of(
        new Estimate.Requests(() -> due > 0 ? queries(due) : first(context), queries(due)));
  }

  private static long queries(long pulls) {
    return (pulls + PullContentSource.BATCH - 1) / PullContentSource.BATCH;
  }

  private long first(SyncContext context) {
    return queries(Estimate.pages(context, name(), context.endpoints().pulls()) * PULLS_A_PAGE);
  }

  @Override
  public long count(Reads s, long repo) {
    return s.pullContents().countFiles(repo);
  }

  @Override
  public long countDue(Reads s, long repo) {
    return s.pullContents().countDue(repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return List.of(new PullContentComparison(context, NAME).run());
  }
}
