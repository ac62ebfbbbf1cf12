/**
 * The program: picocli commands, where tokens come from, exit codes, and the wiring of it all.
 *
 * <p>It turns what the user typed into settings and what a run did into words and an exit code. It
 * must not know how a sync works, and no class below may read the environment, the console or the
 * command line.
 */
@NullMarked
package dev.ghsync.cli;

import org.jspecify.annotations.NullMarked;
