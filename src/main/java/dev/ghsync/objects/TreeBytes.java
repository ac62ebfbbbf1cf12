package dev.ghsync.objects;

import dev.ghsync.git.object.GitFormatException;

/**
 * Reads the modes and ids of a tree's entries from its bytes, without making a record of each. The
 * bytes were checked when they were stored.
 */
final class TreeBytes {
  private static final int ID_BYTES = 20;

  private final byte[] content;
  private int at;
  private int mode;
  private int idAt;

  TreeBytes(byte[] content) {
    this.content = content;
  }

  /**
   * Moves to the next entry. Returns false at the end.
   *
   * @throws GitFormatException if the tree ends in the middle of an entry
   */
  boolean next() {
    if (at == content.length) {
      return false;
    }
    try {
      mode = 0;
      for (; content[at] != ' '; at++) {
        mode = mode * 8 + content[at] - '0';
      }
      while (content[at] != 0) {
        at++;
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new GitFormatException("a stored tree ends in the middle of an entry", e);
    }
    idAt = at + 1;
    at = idAt + ID_BYTES;
    GitFormatException.require(at <= content.length, "a stored tree ends within an id");
    return true;
  }

  int mode() {
    return mode;
  }

  /** Returns the tree's bytes, of which 20 from {@link #idAt} on are the entry's id. */
  byte[] content() {
    return content;
  }

  int idAt() {
    return idAt;
  }
}
