package dev.ghsync.model.item;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pull request has beyond its issue.
 *
 * @param id the pull request's own id
 * @param headRepo {@code owner/name}; null where the fork is gone
 * @param headRepoId GitHub's id; null where the source does not tell it
 * @param stats null where only a list was read
 * @param reviewers requested, not yet done; null where the source does not tell all of them
 * @param raw as in {@link Issue}; null where GraphQL was asked
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

  /** The numbers that only a single pull request shows. */
  public record Stats(long additions, long deletions, long changedFiles, long commits) {}

  /** Whose review is asked for: a login or a team's slug, one of the two. */
  public record Reviewer(@Nullable String login, @Nullable String team) {}
}
