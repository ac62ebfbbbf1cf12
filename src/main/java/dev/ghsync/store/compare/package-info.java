/**
 * The comparison of stored rows with items from GitHub, without a change of the database. This
 * package knows the tables by their declarations alone, and no request.
 */
@NullMarked
package dev.ghsync.store.compare;

import org.jspecify.annotations.NullMarked;
