package dev.ghsync.cli;

import dev.ghsync.model.Token;

/**
 * A token and where it came from.
 *
 * @param source for messages: {@code $GH_TOKEN}
 */
record FoundToken(Token token, String source) {}
