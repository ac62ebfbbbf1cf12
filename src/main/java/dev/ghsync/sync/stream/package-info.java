/**
 * One file a stream, and {@code Streams.ALL}: everything that is known of a stream is here, such as
 * its endpoints, its table, what makes it due and how it is compared. How lists are read in general
 * is known to the packages below.
 */
@NullMarked
package dev.ghsync.sync.stream;

import org.jspecify.annotations.NullMarked;
