/**
 * The phase {@code objects}: commits, tags, trees and blobs, from whichever source can bring them.
 *
 * <p>What is missing is read from the database, again and again until nothing is; a source only
 * knows how to bring it.
 */
@NullMarked
package dev.ghsync.sync.object;

import org.jspecify.annotations.NullMarked;
