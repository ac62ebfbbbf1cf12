/** Reads the payloads of webhooks and finds what they touched. This package sends no requests. */
@NullMarked
package dev.ghsync.github.webhook;

import org.jspecify.annotations.NullMarked;
