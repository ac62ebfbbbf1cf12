/**
 * The formats of commits, trees and tags, and the hash of an object. This package converts bytes
 * and knows neither packs nor servers.
 */
@NullMarked
package dev.ghsync.git.object;

import org.jspecify.annotations.NullMarked;
