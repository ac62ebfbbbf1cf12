package dev.ghsync.model.item;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a pull request that its issue does not have.
 *
 * @param id the pull request's own id
 * @param headRepo {@code owner/name}; null if the fork was deleted
 * @param headRepoId GitHub's id; null if the source does not have it
 * @param stats null in a list
 * @param reviewers requested reviewers; null if the source does not have all of them
 * @param raw as in {@link Issue}; null from GraphQL
 */
public record Pull(
    long number,
    long id,
    boolean draft,
    boolean merged,
    @Nullable Instant mergedAt,
    @Nullable User mergedBy,
    @Nullable String headRef,
    @Nullable String headSha,
    @Nullable String headRepo,
    @Nullable Long headRepoId,
    @Nullable String baseRef,
    @Nullable String baseSha,
    Instant updatedAt,
    @Nullable Stats stats,
    @Nullable List<Reviewer> reviewers,
    @Nullable String raw) {

  /** Numbers that only a single pull request has. */
  public record Stats(long additions, long deletions, long changedFiles, long commits) {}

  /** A requested reviewer: either a login or a team's slug. */
  public record Reviewer(@Nullable String login, @Nullable String team) {}
}
