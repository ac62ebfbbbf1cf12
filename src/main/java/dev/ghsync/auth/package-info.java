/** Where a token comes from, the encrypted vault and its key file, and what a token may do. */
@NullMarked
package dev.ghsync.auth;

import org.jspecify.annotations.NullMarked;
