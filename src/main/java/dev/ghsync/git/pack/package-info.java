/**
 * Reads packs: entries, deltas, and the temporary file that they are spooled to. Memory is bounded
 * whatever the size of a pack. This package knows no server and does not decide what to fetch.
 */
@NullMarked
package dev.ghsync.git.pack;

import org.jspecify.annotations.NullMarked;
