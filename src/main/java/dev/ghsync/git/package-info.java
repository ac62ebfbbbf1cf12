/**
 * A client for git's smart HTTP protocol, version 2. {@link dev.ghsync.git.GitRemote} lists refs
 * and fetches objects, each delivered after its whole pack was checked.
 *
 * <p>This package does not decide what to fetch and does not know where objects are kept: no SQL,
 * no REST.
 */
@NullMarked
package dev.ghsync.git;

import org.jspecify.annotations.NullMarked;
