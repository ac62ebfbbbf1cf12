/** What GitHub keeps beside git: issues, comments, pull requests, releases. */
@NullMarked
package dev.ghsync.model.item;

import org.jspecify.annotations.NullMarked;
