/**
 * The SQLite file: its schema and migrations, and one class a table that holds the table's SQL.
 *
 * <p>Jdbi and JDBC stop here. It knows no HTTP, no git and no order of things: what is asked and
 * when is decided above.
 */
@NullMarked
package dev.ghsync.store;

import org.jspecify.annotations.NullMarked;
