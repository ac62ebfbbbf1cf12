package dev.ghsync.git.object;

import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Tree;

/**
 * Converts the bytes of git objects to model records and back.
 *
 * <p>Unusual but readable objects are kept: for every object that parses, {@code write} returns the
 * exact bytes again, from the raw header and message if they are set, else from the fields. Parsers
 * do not check the id that they are given; {@link #id} computes it.
 */
public final class GitObjects {
  private GitObjects() {}

  /** Returns the SHA-1 of {@code "<type> <size>\0"} and the content. */
  public static ObjectId id(ObjectType type, byte[] content) {
    byte[] id = new byte[ObjectHasher.ID_BYTES];
    new ObjectHasher().hash(type, content, id);
    return ObjectId.of(id, 0);
  }

  /**
   * Reads a commit.
   *
   * @throws GitFormatException if the first line does not name a tree
   */
  public static Commit parseCommit(ObjectId id, byte[] content) {
    return CommitFormat.parse(id, content);
  }

  /**
   * Reads an annotated tag.
   *
   * @throws GitFormatException if the first two lines do not name an object and its type
   */
  public static AnnotatedTag parseTag(ObjectId id, byte[] content) {
    return TagFormat.parse(id, content);
  }

  /**
   * Reads a tree.
   *
   * @throws GitFormatException if the content is not a sequence of {@code mode SP name NUL id}
   */
  public static Tree parseTree(ObjectId id, byte[] content) {
    return TreeFormat.parse(id, content);
  }

  /**
   * Adds the ids of the trees and blobs that a tree contains directly. Submodules are left out.
   *
   * @throws GitFormatException if the content is not a tree
   */
  public static void addReferences(byte[] tree, IdSet trees, IdSet blobs) {
    TreeFormat.addReferences(tree, trees, blobs);
  }

  /**
   * Returns the object's bytes.
   *
   * @throws IllegalArgumentException if a time has no zone, as in a commit that REST delivered
   */
  public static byte[] write(Commit commit) {
    return CommitFormat.write(commit);
  }

  /**
   * Returns the object's bytes.
   *
   * @throws IllegalArgumentException as for commits
   */
  public static byte[] write(AnnotatedTag tag) {
    return TagFormat.write(tag);
  }

  /** Returns the object's bytes. */
  public static byte[] write(Tree tree) {
    return TreeFormat.write(tree);
  }

  /**
   * Checks that the content can be parsed as an object of this type.
   *
   * @throws GitFormatException if it cannot
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
