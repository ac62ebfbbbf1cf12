package dev.ghsync.model.git;

import org.jspecify.annotations.Nullable;

/**
 * A file's content.
 *
 * @param size in bytes
 * @param content null if the blob is larger than the limit
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
public record Blob(ObjectId id, long size, byte @Nullable [] content) {}
