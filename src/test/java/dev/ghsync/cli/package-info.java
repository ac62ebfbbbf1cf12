@NullMarked
package dev.ghsync.cli;

import org.jspecify.annotations.NullMarked;
