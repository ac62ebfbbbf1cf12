/** The options that commands share, and the texts that they accept. */
@NullMarked
package dev.ghsync.cli.option;

import org.jspecify.annotations.NullMarked;
