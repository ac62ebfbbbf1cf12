/** Which phases a run has: all of them, those that an event touched, or an estimate. */
@NullMarked
package dev.ghsync.sync.plan;

import org.jspecify.annotations.NullMarked;
