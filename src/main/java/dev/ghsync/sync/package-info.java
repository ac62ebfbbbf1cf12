/**
 * The sync: the engine, the policy, and the phases ({@code sync.phase}) that each bring one stream
 * of the database up to date.
 *
 * <p>It decides what to ask and what to store; how HTTP, git and SQL work is known to the packages
 * below, and what a person sees to the packages above.
 */
@NullMarked
package dev.ghsync.sync;

import org.jspecify.annotations.NullMarked;
