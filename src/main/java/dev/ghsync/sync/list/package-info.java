/** How lists are read: by time of change, completely, newest first, one item at a time. */
@NullMarked
package dev.ghsync.sync.list;

import org.jspecify.annotations.NullMarked;
