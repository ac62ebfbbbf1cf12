package dev.ghsync.model.item;

import org.jspecify.annotations.Nullable;

/**
 * A label.
 *
 * @param color six hex digits
 */
public record Label(
    long id,
    String name,
    @Nullable String color,
    @Nullable String description,
    boolean isDefault) {}
