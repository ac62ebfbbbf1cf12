/**
 * The phase {@code objects}: commits, tags, trees and blobs, by git or by REST.
 *
 * <p>The missing objects are read from the database until there are none. A source only knows how
 * to fetch what it is given.
 */
@NullMarked
package dev.ghsync.sync.object;

import org.jspecify.annotations.NullMarked;
