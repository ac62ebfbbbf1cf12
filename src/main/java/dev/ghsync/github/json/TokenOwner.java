package dev.ghsync.github.json;

/**
 * The account that a token belongs to.
 *
 * @param type {@code User}, {@code Bot}, …
 */
public record TokenOwner(String login, String type) {}
