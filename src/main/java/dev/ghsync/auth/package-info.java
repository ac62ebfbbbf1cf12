/**
 * Tokens: which types there are, how they are encrypted in the database, and what GitHub says of
 * one.
 *
 * <p>It knows the key file, the table of tokens and the endpoints that describe a token. It must
 * not know where a user gives a token (options, environment, standard input), nor what a sync is.
 */
@NullMarked
package dev.ghsync.auth;

import org.jspecify.annotations.NullMarked;
