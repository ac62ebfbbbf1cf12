/** Payloads of webhooks. */
@NullMarked
package dev.ghsync.github.webhook;

import org.jspecify.annotations.NullMarked;
