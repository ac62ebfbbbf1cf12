package dev.ghsync.github.json;

/**
 * Whom a token is for.
 *
 * @param type {@code User}, {@code Bot}, …
 */
public record TokenOwner(String login, String type) {}
