package dev.ghsync.github.json;

import java.util.Optional;

/**
 * An item of a list that could not be read, while others of its page could.
 *
 * @param name its number, id or name; empty if the server does not deliver it
 * @param page the page that has only this item, within the repository: {@code
 *     /issues/events?per_page=1&page=241}
 * @param reason for messages
 */
public record UnreadItem(Optional<String> name, String page, String reason) {}
