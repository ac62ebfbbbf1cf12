package dev.ghsync.github.json;

import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.Pull;

/**
 * A pull request as its own endpoints tell it, and what of its issue can be read there.
 *
 * @param issue its {@code id} is 0: only the issue's own endpoints tell it. Its {@code
 *     commentsCount} is 0 where {@code pull.stats()} is null: a list does not tell it
 */
public record PullDetail(Pull pull, Issue issue) {}
