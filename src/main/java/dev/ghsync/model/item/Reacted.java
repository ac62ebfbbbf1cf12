package dev.ghsync.model.item;

import java.time.Instant;

/**
 * The fields of an item that concern its reactions.
 *
 * @param id the id that the item's row has
 * @param node the id by which GraphQL shows the item; empty if GitHub does not say it
 * @param reactions how many it has
 */
public record Reacted(long id, String node, Instant updatedAt, long reactions) {}
