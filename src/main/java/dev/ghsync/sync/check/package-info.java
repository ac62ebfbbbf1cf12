/**
 * The full check for deletions: it finds issues and pull requests that are gone, and those whose
 * comments and reviews have to be read again. It does not read these itself; the streams do.
 */
@NullMarked
package dev.ghsync.sync.check;

import org.jspecify.annotations.NullMarked;
