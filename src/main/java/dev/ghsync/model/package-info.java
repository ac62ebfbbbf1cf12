/**
 * Records that all layers share: names, tokens, failures, counts.
 *
 * <p>They use JDK types only. They must not depend on where values come from (HTTP, git) nor on
 * where they are stored (SQLite).
 */
@NullMarked
package dev.ghsync.model;

import org.jspecify.annotations.NullMarked;
