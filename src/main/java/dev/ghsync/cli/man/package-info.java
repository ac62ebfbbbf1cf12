/** Manual pages, made from picocli's model of the commands. */
@NullMarked
package dev.ghsync.cli.man;

import org.jspecify.annotations.NullMarked;
