package dev.ghsync.sync;

import dev.ghsync.model.Failure;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Trigger;
import dev.ghsync.model.item.RepoCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run did, whole: the JSON report, the summary and {@code sync_runs} are made from it.
 *
 * @param repo the name as it is now, after a rename the new one
 * @param repoId GitHub's id, once known
 * @param runId of {@code sync_runs}; empty where the database could not be written
 * @param changes by stream ({@code issues}), then by what happened ({@code created}): at most 100
 *     numbers, ids or names each, in order of storing
 * @param counts of the database after the run
 */
public record SyncReport(
    RepoName repo,
    OptionalLong repoId,
    OptionalLong runId,
    Trigger trigger,
    Decision decision,
    Outcome outcome,
    Optional<Failure> failure,
    Instant startedAt,
    Instant finishedAt,
    List<PhaseReport> phases,
    Map<String, Map<String, List<Object>>> changes,
    Requests requests,
    Optional<GraphQl> graphql,
    Optional<Git> git,
    Optional<RateLimit> rateLimit,
    Optional<RepoCounts> counts) {

  /** Of a run that could not even be recorded: the database failed. */
  public static SyncReport notStarted(
      RepoName repo, Trigger trigger, Failure failure, Instant now) {
    return empty(
        repo, trigger, Decision.start(trigger.text()), Outcome.FAILED, Optional.of(failure), now);
  }

  /** Of a run that is not needed. */
  public static SyncReport skipped(RepoName repo, Trigger trigger, Decision decision, Instant now) {
    return empty(repo, trigger, decision, Outcome.SKIPPED, Optional.empty(), now);
  }

  private static SyncReport empty(
      RepoName repo,
      Trigger trigger,
      Decision decision,
      Outcome outcome,
      Optional<Failure> failure,
      Instant now) {
    return new SyncReport(
        repo,
        OptionalLong.empty(),
        OptionalLong.empty(),
        trigger,
        decision,
        outcome,
        failure,
        now,
        now,
        List.of(),
        Map.of(),
        new Requests(0, 0, 0, 0, 0),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * What was sent to the API, {@code /rate_limit} and git left out.
   *
   * @param charged used the hourly limit; a GraphQL query is one
   * @param retried repeats of a request that failed
   * @param bytes of the answers, compressed
   */
  public record Requests(long total, long notModified, long charged, long retried, long bytes) {}

  /** GraphQL queries, and the points that they cost. */
  public record GraphQl(long requests, long points) {}

  /** Git traffic. */
  public record Git(long requests, long bytes) {}
}
