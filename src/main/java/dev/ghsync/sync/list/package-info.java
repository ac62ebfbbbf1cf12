/**
 * The ways of reading a list: by time of change, completely, newest first, one item at a time; and
 * what happens to items that cannot be read.
 *
 * <p>A list class knows pages, cursors and validators. It does not know which stream it reads: the
 * endpoint, the table and the texts come from {@code sync.stream}.
 */
@NullMarked
package dev.ghsync.sync.list;

import org.jspecify.annotations.NullMarked;
