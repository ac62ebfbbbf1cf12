@NullMarked
package dev.ghsync.report;

import org.jspecify.annotations.NullMarked;
