/**
 * One class a phase, and the few ways of reading a list that they share: a walk by key, a complete
 * list, the newest first.
 *
 * <p>Everything known of a stream is here: its endpoint, its table, what makes it due.
 */
@NullMarked
package dev.ghsync.sync.stream;

import org.jspecify.annotations.NullMarked;
