/** From GitHub's JSON to the model. */
@NullMarked
package dev.ghsync.github.json;

import org.jspecify.annotations.NullMarked;
