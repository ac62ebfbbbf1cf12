package dev.ghsync.model.git;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tree, blob or tag object as a pack contains it; see gitformat-pack(5).
 *
 * @param size the object's size in bytes
 * @param base the object to which {@code data} is a delta; empty if {@code data} is the object
 * @param data compressed by zlib; null for a blob that is larger than the limit
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
public record PackedObject(
    ObjectId id, ObjectType type, long size, Optional<ObjectId> base, byte @Nullable [] data) {}
