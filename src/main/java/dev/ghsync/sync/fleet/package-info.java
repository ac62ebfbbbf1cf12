/**
 * Many repositories in one run: which they are, in which order they are synced, and what came of
 * it. It must not know how one of them is synced.
 */
@NullMarked
package dev.ghsync.sync.fleet;

import org.jspecify.annotations.NullMarked;
