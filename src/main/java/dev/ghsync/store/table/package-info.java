/**
 * The tables of GitHub's items. Each is declared once, by {@link dev.ghsync.store.table.Table}; SQL
 * that a declaration does not yield is in the class of its table.
 *
 * <p>This package knows no cursor, no run and no git object.
 */
@NullMarked
package dev.ghsync.store.table;

import org.jspecify.annotations.NullMarked;
