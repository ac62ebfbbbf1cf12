/** The tables of GitHub's items. */
@NullMarked
package dev.ghsync.store.table;

import org.jspecify.annotations.NullMarked;
