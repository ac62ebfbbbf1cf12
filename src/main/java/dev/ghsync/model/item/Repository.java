package dev.ghsync.model.item;

import dev.ghsync.model.RepoName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repository from {@code GET /repos/{owner}/{repo}}.
 *
 * @param githubId GitHub's id, which does not change when the repository is renamed
 * @param license its SPDX id
 * @param size in KiB
 * @param hasPulls false if pull requests are switched off
 * @param mayPush whether the token may push and therefore sees draft releases; false if unknown
 */
public record Repository(
    long githubId,
    RepoName fullName,
    @Nullable String defaultBranch,
    @Nullable String description,
    @Nullable String homepage,
    @Nullable String language,
    @Nullable String license,
    List<String> topics,
    @Nullable String visibility,
    boolean isPrivate,
    boolean fork,
    boolean archived,
    boolean hasIssues,
    boolean hasPulls,
    boolean hasDiscussions,
    boolean hasWiki,
    boolean mayPush,
    long stargazersCount,
    long forksCount,
    long openIssuesCount,
    long size,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Instant pushedAt,
    @Nullable String htmlUrl) {
  public Repository {
    topics = List.copyOf(topics);
  }
}
