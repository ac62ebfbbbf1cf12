/** Reading a pack: entries, deltas, and the spool file. */
@NullMarked
package dev.ghsync.git.pack;

import org.jspecify.annotations.NullMarked;
