/**
 * A GitHub that behaves, at a socket: a repository that people change, its REST and GraphQL answers
 * with paging, conditions and limits, and a bench that syncs it into a real database file and holds
 * the two against each other.
 */
@NullMarked
package dev.ghsync.sync.fake;

import org.jspecify.annotations.NullMarked;
