/**
 * GitHub over HTTP: REST and GraphQL, addresses and answers, limits, retries, redirects.
 *
 * <p>It turns a request into records of {@code model}, or into the {@code Failure} that ends it.
 * OkHttp and Jackson stop here. It must not know what is kept in the database, what a phase is, nor
 * why something is asked.
 */
@NullMarked
package dev.ghsync.github;

import org.jspecify.annotations.NullMarked;
