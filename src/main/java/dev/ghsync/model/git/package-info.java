/** Git's objects and refs as records. They know neither git's formats nor the database. */
@NullMarked
package dev.ghsync.model.git;

import org.jspecify.annotations.NullMarked;
