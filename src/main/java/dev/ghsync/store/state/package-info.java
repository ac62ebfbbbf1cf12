/**
 * The tables of ghsync itself: repositories, runs, cursors, validators, tokens, and the place
 * inside the full check. This package knows no items of GitHub's.
 */
@NullMarked
package dev.ghsync.store.state;

import org.jspecify.annotations.NullMarked;
