package dev.ghsync.git.object;

import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Tree;

/**
 * Turns the bytes of git objects into the nouns and back.
 *
 * <p>What is odd but readable is kept, never refused: for every object that parses, {@code write}
 * gives the exact bytes again, from the raw header and message where they are set, else from the
 * fields. The id that a parser is given is believed; {@link #id} computes it.
 */
public final class GitObjects {
  private GitObjects() {}

  /** SHA-1 of {@code "<type> <size>\0"} and the content. */
  public static ObjectId id(ObjectType type, byte[] content) {
    byte[] id = new byte[ObjectHasher.ID_BYTES];
    new ObjectHasher().hash(type, content, id, 0);
    return ObjectId.of(id, 0);
  }

  /**
   * Reads a commit.
   *
   * @throws GitFormatException where the first line does not name a tree
   */
  public static Commit parseCommit(ObjectId id, byte[] content) {
    return CommitFormat.parse(id, content);
  }

  /**
   * Reads an annotated tag.
   *
   * @throws GitFormatException where the first two lines do not name an object and its type
   */
  public static AnnotatedTag parseTag(ObjectId id, byte[] content) {
    return TagFormat.parse(id, content);
  }

  /**
   * Reads a tree.
   *
   * @throws GitFormatException where the content is not a sequence of {@code mode SP name NUL id}
   */
  public static Tree parseTree(ObjectId id, byte[] content) {
    return TreeFormat.parse(id, content);
  }

  /**
   * The object's bytes.
   *
   * @throws IllegalArgumentException where a time has no zone: only REST was asked for this commit
   */
  public static byte[] write(Commit commit) {
    return CommitFormat.write(commit);
  }

  /**
   * The object's bytes.
   *
   * @throws IllegalArgumentException as for commits
   */
  public static byte[] write(AnnotatedTag tag) {
    return TagFormat.write(tag);
  }

  /** The object's bytes. */
  public static byte[] write(Tree tree) {
    return TreeFormat.write(tree);
  }

  /**
   * That the content can be parsed as such an object.
   *
   * @throws GitFormatException where it cannot
   */
  public static void check(ObjectType type, byte[] content) {
    switch (type) {
      case COMMIT -> CommitFormat.check(content);
      case TAG -> TagFormat.check(content);
      case TREE -> TreeFormat.check(content);
      case BLOB -> {}
    }
  }
}
