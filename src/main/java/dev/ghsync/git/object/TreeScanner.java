package dev.ghsync.git.object;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.Tree;

/**
 * Checks a tree that arrives in pieces, and collects the ids that it names. Accepts what {@link
 * TreeCursor} accepts.
 */
public final class TreeScanner {
  private static final int OCTAL = 8;

  private final IdSet trees;
  private final IdSet blobs;
  private final byte[] id = new byte[ObjectHasher.ID_BYTES];
  private Part part = Part.MODE;
  private int mode;

  /** Characters of the mode, and how many of them follow its leading zeros. */
  private int characters;

  private int digits;
  private int idBytes;

  /** Creates a scanner of one tree that adds what the tree names to the sets. */
  public TreeScanner(IdSet trees, IdSet blobs) {
    this.trees = trees;
    this.blobs = blobs;
  }

  private enum Part {
    MODE,
    NAME,
    ID
  }

  /**
   * Scans the next piece.
   *
   * @throws GitFormatException if the content is not a tree
   */
  public void update(byte[] piece, int length) {
    for (int i = 0; i < length; i++) {
      byte b = piece[i];
      switch (part) {
        case MODE -> readMode(b);
        case NAME -> part = b == 0 ? Part.ID : Part.NAME;
        case ID -> readId(b);
      }
    }
  }

  /**
   * Checks that the tree ends after a whole entry.
   *
   * @throws GitFormatException if it does not
   */
  public void finish() {
    require(part == Part.MODE && characters == 0, "a tree ends in the middle of an entry");
  }

  private void readMode(byte b) {
    if (b == ' ') {
      require(characters > 0, "a tree's entry has no readable mode");
      part = Part.NAME;
      return;
    }
    require(b >= '0' && b <= '7', "a tree's entry has a mode that is not octal");
    characters++;
    digits += digits > 0 || b != '0' ? 1 : 0;
    boolean readable =
        digits <= TreeCursor.MOST_DIGITS
            && characters <= TreeCursor.MOST_ZEROS + TreeCursor.MOST_DIGITS;
    require(readable, "a tree's entry has no readable mode");
    mode = mode * OCTAL + b - '0';
  }

  private void readId(byte b) {
    id[idBytes++] = b;
    if (idBytes == id.length) {
      switch (Tree.Entry.type(mode)) {
        case TREE -> trees.add(id, 0);
        case BLOB -> blobs.add(id, 0);
        case COMMIT, TAG -> {}
      }
      part = Part.MODE;
      mode = 0;
      characters = 0;
      digits = 0;
      idBytes = 0;
    }
  }
}
