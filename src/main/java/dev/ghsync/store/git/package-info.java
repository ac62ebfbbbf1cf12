/**
 * The tables of git's objects and refs, and the queries for missing objects. This package knows no
 * items of GitHub's and no protocol.
 */
@NullMarked
package dev.ghsync.store.git;

import org.jspecify.annotations.NullMarked;
