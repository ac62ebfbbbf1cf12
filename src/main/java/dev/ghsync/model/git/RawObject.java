package dev.ghsync.model.git;

/**
 * An object's type and exact bytes.
 *
 * @param content without the header that precedes it where its id is computed
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
public record RawObject(ObjectType type, byte[] content) {}
