/**
 * The options that commands share, and the conversion and checks of their values. It knows the
 * environment where that has a default, and no command.
 */
@NullMarked
package dev.ghsync.cli.option;

import org.jspecify.annotations.NullMarked;
