/** Compares the database with GitHub, and finds what was deleted. */
@NullMarked
package dev.ghsync.sync.verify;

import org.jspecify.annotations.NullMarked;
