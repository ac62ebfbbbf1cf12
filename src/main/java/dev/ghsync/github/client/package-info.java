/**
 * The client core that REST and GraphQL share: it sends requests, keeps to GitHub's limits and the
 * user's bounds, and decides what errors mean. It must not know which endpoints and queries exist.
 */
@NullMarked
package dev.ghsync.github.client;

import org.jspecify.annotations.NullMarked;
