package dev.ghsync.sync.fleet;

import dev.ghsync.model.Failure;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.SyncReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The result of a run over many repositories.
 *
 * @param repos a report for each repository, in the order in which they ended
 * @param failures of the lists of owners and installations, whose new repositories are unknown
 * @param listing the requests for these lists, and those of an App for its tokens
 */
public record FleetReport(
    List<SyncReport> repos,
    List<Failure> failures,
    SyncReport.Requests listing,
    Instant startedAt,
    Instant finishedAt) {
  public FleetReport {
    repos = List.copyOf(repos);
    failures = List.copyOf(failures);
  }

  public long count(Outcome outcome) {
    return repos.stream().filter(repo -> repo.outcome() == outcome).count();
  }

  /** Returns the requests of all repositories and lists. */
  public SyncReport.Requests requests() {
    return new SyncReport.Requests(
        sum(SyncReport.Requests::total),
        sum(SyncReport.Requests::notModified),
        sum(SyncReport.Requests::charged),
        sum(SyncReport.Requests::retried),
        sum(SyncReport.Requests::bytes));
  }

  private long sum(ToLongFunction<SyncReport.Requests> field) {
    return field.applyAsLong(listing)
        + repos.stream().map(SyncReport::requests).mapToLong(field).sum();
  }

  /** Returns the earliest time at which a blocked repository may be synced. */
  public Optional<Instant> retryAt() {
    return repos.stream()
        .filter(repo -> repo.outcome() == Outcome.BLOCKED)
        .flatMap(repo -> repo.failure().flatMap(Failure::retryAt).stream())
        .min(Instant::compareTo);
  }
}
