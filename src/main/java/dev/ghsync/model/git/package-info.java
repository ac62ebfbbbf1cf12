/** Git's objects and refs as records. */
@NullMarked
package dev.ghsync.model.git;

import org.jspecify.annotations.NullMarked;
