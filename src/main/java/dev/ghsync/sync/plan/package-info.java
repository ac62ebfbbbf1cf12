/**
 * Which phases a run has: those of all streams, or those that an event touched; and an estimate of
 * their requests. What a single stream needs is known to the stream, not here.
 */
@NullMarked
package dev.ghsync.sync.plan;

import org.jspecify.annotations.NullMarked;
