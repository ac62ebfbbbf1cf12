/**
 * The vocabulary of a sync: settings, policy, streams and phases, their outcomes and reports, and
 * the stored status of a repository.
 *
 * <p>The packages below it ({@code sync.run}, {@code sync.stream} and others) do the work and
 * depend on it, never the reverse. It must not know how HTTP, git and SQL work, nor what a user
 * sees.
 */
@NullMarked
package dev.ghsync.sync;

import org.jspecify.annotations.NullMarked;
