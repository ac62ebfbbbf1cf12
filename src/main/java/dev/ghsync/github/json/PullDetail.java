package dev.ghsync.github.json;

import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.Pull;

/**
 * A pull request from its own endpoints, and the parts of its issue that they contain.
 *
 * @param issue its {@code id} is 0, because only the issue's own endpoints contain it. Its {@code
 *     commentsCount} is 0 if {@code pull.stats()} is null, because a list does not contain it
 */
public record PullDetail(Pull pull, Issue issue) {}
