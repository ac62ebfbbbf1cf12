/** Orders of objects that are computed outside of the database, on a connection of their own. */
@NullMarked
package dev.ghsync.store.compact;

import org.jspecify.annotations.NullMarked;
