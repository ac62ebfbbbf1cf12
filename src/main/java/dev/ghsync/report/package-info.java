/**
 * The output for users and scripts: summary, JSON report, events, progress, status, verification.
 *
 * <p>It turns values of {@code sync} and {@code auth} into text. It must not know how a sync works,
 * make decisions about one, or read the environment; writers, clock and time zone are passed to it.
 */
@NullMarked
package dev.ghsync.report;

import org.jspecify.annotations.NullMarked;
