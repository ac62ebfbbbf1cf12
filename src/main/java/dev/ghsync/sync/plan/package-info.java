/**
 * Which phases a run has: those of all streams, or those that an event touched; and an estimate of
 * their requests. The needs of a single stream are declared by the stream.
 */
@NullMarked
package dev.ghsync.sync.plan;

import org.jspecify.annotations.NullMarked;
