package dev.ghsync.sync;

import dev.ghsync.model.Failure;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Trigger;
import dev.ghsync.model.item.RepoCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The complete result of a run, for the JSON report, the summary and {@code sync_runs}.
 *
 * @param repo the current name, after a rename the new one
 * @param repoId GitHub's id, if known
 * @param runId the row in {@code sync_runs}; empty for a run that was not started
 * @param changes by stream ({@code issues}) and kind ({@code created}): at most 100 numbers, ids or
 *     names each, in the order of storing
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

  /** The report of a run that failed before it could be recorded. */
  public static SyncReport notStarted(
      RepoName repo, Trigger trigger, Failure failure, Instant now) {
    return empty(
        repo, trigger, Decision.start(trigger.text()), Outcome.FAILED, Optional.of(failure), now);
  }

  /** The report of a run that is not needed. */
  public static SyncReport skipped(RepoName repo, Trigger trigger, Decision decision, Instant now) {
    return empty(repo, trigger, decision, Outcome.SKIPPED, Optional.empty(), now);
  }

  /** The report of a run that a limit did not let start. */
  public static SyncReport blocked(RepoName repo, Trigger trigger, Failure limit, Instant now) {
    Decision decision =
        new Decision(Decision.Action.BLOCK, limit.message(), Duration.ZERO, limit.retryAt());
    return empty(repo, trigger, decision, Outcome.BLOCKED, Optional.of(limit), now);
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
   * Requests to the API, without {@code /rate_limit} and git.
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
