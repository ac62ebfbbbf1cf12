/**
 * What people and scripts see of a run: the summary, the JSON report, events, progress, status.
 *
 * <p>It turns a {@code SyncReport} and what a {@code SyncListener} hears into text. It must not
 * know how a sync works, decide anything about one, or read the environment; writers, clock and
 * time zone are given to it.
 */
@NullMarked
package dev.ghsync.report;

import org.jspecify.annotations.NullMarked;
