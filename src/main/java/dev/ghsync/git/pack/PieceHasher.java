package dev.ghsync.git.pack;

import dev.ghsync.git.object.ObjectHasher;
import dev.ghsync.git.object.TreeScanner;
import dev.ghsync.model.git.ObjectType;

/** Hashes and checks one blob or tree that is too large for memory. */
final class PieceHasher {
  static final int PIECE_BYTES = 64 << 10;

  private final boolean isTree;
  private final TreeScanner scanner;
  private final ObjectHasher hasher = new ObjectHasher();

  PieceHasher(ObjectType type, long size, TreeReferences references) {
    isTree = type == ObjectType.TREE;
    scanner = references.scanner();
    hasher.begin(type, size);
  }

  /**
   * Adds the next piece.
   *
   * @throws dev.ghsync.git.object.GitFormatException if the object is not a valid tree
   */
  void update(byte[] piece, int length) {
    hasher.update(piece, length);
    if (isTree) {
      scanner.update(piece, length);
    }
  }

  /**
   * Returns the 20 bytes of the id.
   *
   * @throws dev.ghsync.git.object.GitFormatException if the object is not a valid tree
   */
  byte[] finish() {
    if (isTree) {
      scanner.finish();
    }
    return hasher.finish();
  }
}
