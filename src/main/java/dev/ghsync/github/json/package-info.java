/**
 * Converts GitHub's JSON to the model, item by item and within limits. This package knows the JSON
 * of REST; it sends no requests and does not know where items are stored.
 */
@NullMarked
package dev.ghsync.github.json;

import org.jspecify.annotations.NullMarked;
