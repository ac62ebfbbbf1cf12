/**
 * Scripts with which a shell completes command lines, made from picocli's model.
 *
 * <p>The shell's part of a script is a template among the resources. Only the names of repositories
 * are looked up when a user presses the key; everything else is in the script.
 */
@NullMarked
package dev.ghsync.cli.shell;

import org.jspecify.annotations.NullMarked;
