package dev.ghsync.model.item;

import org.jspecify.annotations.Nullable;

/**
 * A category of discussions.
 *
 * @param id its node id, since GraphQL has no number for it
 * @param emoji {@code :pray:}
 */
public record DiscussionCategory(
    String id,
    String name,
    @Nullable String slug,
    @Nullable String emoji,
    @Nullable String description,
    boolean isAnswerable) {}
