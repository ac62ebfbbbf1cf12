package dev.ghsync.model.git;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A commit.
 *
 * @param message without trailing newlines, as in REST
 * @param rawHeader the exact bytes up to and with the newline before the blank line, if the other
 *     fields do not represent them (signatures, {@code mergetag}, {@code encoding}, broken
 *     identities); null otherwise, and in a commit that REST delivered
 * @param rawMessage the exact bytes after the blank line if they are not the message's UTF-8 and
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
