@NullMarked
package dev.ghsync.sync.fleet;

import org.jspecify.annotations.NullMarked;
