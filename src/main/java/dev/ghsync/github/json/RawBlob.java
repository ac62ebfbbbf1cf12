package dev.ghsync.github.json;

import org.jspecify.annotations.Nullable;

/**
 * A blob as it came.
 *
 * @param size in bytes; where the content was left out and its size not announced, only a lower
 *     bound: one more than was allowed
 * @param content null where it is larger than was asked for
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
public record RawBlob(long size, byte @Nullable [] content) {}
