/**
 * The SQLite file: opening, migrating, locking and checkpointing it, and the access to its tables
 * by {@link dev.ghsync.store.Store}.
 *
 * <p>JDBC is used in this package and those below alone. It knows no HTTP, no git and no order of
 * requests, and not what is compared with it.
 */
@NullMarked
package dev.ghsync.store;

import org.jspecify.annotations.NullMarked;
