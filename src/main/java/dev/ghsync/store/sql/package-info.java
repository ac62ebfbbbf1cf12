/** Statements and values that every table uses. */
@NullMarked
package dev.ghsync.store.sql;

import org.jspecify.annotations.NullMarked;
