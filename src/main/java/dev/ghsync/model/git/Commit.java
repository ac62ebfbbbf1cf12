package dev.ghsync.model.git;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A commit.
 *
 * @param message without its last newlines, as REST has it
 * @param rawHeader the exact bytes up to and with the newline before the blank line, where the
 *     other fields cannot say them (signatures, {@code mergetag}, {@code encoding}, broken
 *     identities); null where they can, and where only REST was asked
 * @param rawMessage the exact bytes after the blank line where they are not the message's UTF-8 and
 *     one newline; null otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
public record Commit(
    ObjectId id,
    ObjectId tree,
    List<ObjectId> parents,
    PersonIdent author,
    PersonIdent committer,
    GitText message,
    byte @Nullable [] rawHeader,
    byte @Nullable [] rawMessage) {
  public Commit {
    parents = List.copyOf(parents);
  }
}
