/**
 * GitHub's API: {@link dev.ghsync.github.GitHub} is the client that callers use, {@link
 * dev.ghsync.github.Endpoints} has the addresses, {@link dev.ghsync.github.Fetched} the results. It
 * must not know the database, what a phase is, nor why something is fetched.
 */
@NullMarked
package dev.ghsync.github;

import org.jspecify.annotations.NullMarked;
