/**
 * The program: its commands, exit codes and signals, and {@code Application}, which builds the
 * objects that they need.
 *
 * <p>It turns a command line into settings, and a result into output and an exit code. It must not
 * know how a sync works.
 */
@NullMarked
package dev.ghsync.cli;

import org.jspecify.annotations.NullMarked;
