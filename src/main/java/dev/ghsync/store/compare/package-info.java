/** Compares items with the stored rows without changing them. */
@NullMarked
package dev.ghsync.store.compare;

import org.jspecify.annotations.NullMarked;
