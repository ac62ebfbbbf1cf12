package dev.ghsync.auth;

import dev.ghsync.model.Token;

/**
 * A token and where it came from.
 *
 * @param source for messages: {@code $GH_TOKEN}
 */
public record FoundToken(Token token, String source) {}
