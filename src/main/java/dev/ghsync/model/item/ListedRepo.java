package dev.ghsync.model.item;

import dev.ghsync.model.RepoName;

/**
 * A repository in a list of an owner or an installation.
 *
 * @param githubId GitHub's id
 * @param visibility {@code public}, {@code private} or {@code internal}
 */
public record ListedRepo(
    long githubId, RepoName name, boolean archived, boolean fork, String visibility) {}
