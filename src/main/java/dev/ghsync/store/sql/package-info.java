/**
 * Connections, statements and the form of values, for every table. JDBC is used here alone, except
 * for opening and migrating a file. This package knows no table.
 */
@NullMarked
package dev.ghsync.store.sql;

import org.jspecify.annotations.NullMarked;
