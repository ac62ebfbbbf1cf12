/**
 * The engine: one sync of one repository, from the lock to the recorded report.
 *
 * <p>It knows the policy, the order of phases and how a run is recorded. It must not know what any
 * phase reads.
 */
@NullMarked
package dev.ghsync.sync.run;

import org.jspecify.annotations.NullMarked;
