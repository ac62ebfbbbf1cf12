/** The tables of ghsync itself: repositories, runs, cursors, validators, tokens. */
@NullMarked
package dev.ghsync.store.state;

import org.jspecify.annotations.NullMarked;
