/** The formats of commits, trees and tags, and the hash of an object. */
@NullMarked
package dev.ghsync.git.object;

import org.jspecify.annotations.NullMarked;
