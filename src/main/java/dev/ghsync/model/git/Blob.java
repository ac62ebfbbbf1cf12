package dev.ghsync.model.git;

import org.jspecify.annotations.Nullable;

/**
 * A file's content.
 *
 * @param size in bytes
 * @param content null where the blob is larger than was asked for
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
public record Blob(ObjectId id, long size, byte @Nullable [] content) {}
