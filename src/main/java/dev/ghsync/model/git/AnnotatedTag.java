package dev.ghsync.model.git;

import org.jspecify.annotations.Nullable;

/**
 * An annotated tag object.
 *
 * @param message without the signature and without trailing newlines
 * @param tagger null if there is none
 * @param rawHeader as in {@link Commit}
 * @param rawMessage the exact bytes after the blank line, with the signature, if they are not the
 *     message's UTF-8 and one newline; null otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
public record AnnotatedTag(
    ObjectId id,
    GitText name,
    ObjectId target,
    ObjectType targetType,
    @Nullable PersonIdent tagger,
    GitText message,
    byte @Nullable [] rawHeader,
    byte @Nullable [] rawMessage) {}
