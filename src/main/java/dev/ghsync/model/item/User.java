package dev.ghsync.model.item;

/**
 * An account.
 *
 * @param login in REST's spelling: an app's has the suffix {@code [bot]}
 * @param type {@code User}, {@code Organization}, {@code Bot}, {@code Mannequin}
 */
public record User(long id, String login, String type) {}
