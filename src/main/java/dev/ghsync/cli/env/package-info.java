/**
 * The process around the program: its variables, home folder, standard streams, clock and terminal.
 *
 * <p>Only this package reads them. What is printed passes through it and is stripped of secrets. It
 * must not know any command or option.
 */
@NullMarked
package dev.ghsync.cli.env;

import org.jspecify.annotations.NullMarked;
