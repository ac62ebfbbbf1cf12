/** The tables of git's objects and refs. */
@NullMarked
package dev.ghsync.store.git;

import org.jspecify.annotations.NullMarked;
