package dev.ghsync.model.git;

/**
 * An object's type and size.
 *
 * @param size of its content, in bytes
 */
public record ObjectHeader(ObjectType type, long size) {}
