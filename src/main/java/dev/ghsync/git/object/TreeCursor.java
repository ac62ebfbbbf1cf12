package dev.ghsync.git.object;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Tree;
import java.util.Arrays;

/**
 * Steps through the entries of a tree: {@code mode SP name NUL id}, the mode octal, the id 20
 * bytes.
 *
 * <p>Names and modes that git would not write today are accepted. Modes of more than seven digits
 * after their leading zeros do not fit into a {@link Tree.Entry} and are refused.
 */
public final class TreeCursor {
  static final int MOST_DIGITS = 7;
  static final int MOST_ZEROS = 100;

  private final byte[] content;
  private int start;
  private int end;
  private int mode;
  private int zeros;
  private int nameStart;
  private int nameEnd;

  /** Creates a cursor before the first entry. */
  public TreeCursor(byte[] content) {
    this.content = content;
  }

  /**
   * Moves to the next entry. Returns false at the end.
   *
   * @throws GitFormatException if the content is not a tree
   */
  public boolean next() {
    if (end == content.length) {
      return false;
    }
    start = end;
    readMode();
    nameEnd = Bytes.indexOf(content, '\0', nameStart, content.length);
    end = nameEnd + 1 + ObjectHasher.ID_BYTES;
    require(end <= content.length, "a tree ends in the middle of an entry");
    return true;
  }

  /** Moves before the entry that begins at this position. */
  public void moveTo(int position) {
    end = position;
  }

  /** Returns where the next entry begins. */
  public int end() {
    return end;
  }

  /** Returns the entry's size, in bytes. */
  public int length() {
    return end - start;
  }

  /** Returns the value of the octal mode. */
  public int mode() {
    return mode;
  }

  /** Returns how many zeros precede the mode. */
  int zeros() {
    return zeros;
  }

  /** Returns where the name begins. */
  public int nameStart() {
    return nameStart;
  }

  /** Returns where the name ends. */
  public int nameEnd() {
    return nameEnd;
  }

  /** Returns where the 20 bytes of the entry's id begin. */
  public int idAt() {
    return nameEnd + 1;
  }

  /** Returns the type of the object that the entry names; a commit is a submodule. */
  public ObjectType type() {
    return Tree.Entry.type(mode);
  }

  /** Compares the names of two entries byte by byte. */
  public int compareName(TreeCursor other) {
    return Arrays.compareUnsigned(
        content, nameStart, nameEnd, other.content, other.nameStart, other.nameEnd);
  }

  /** Returns whether the other tree has exactly this entry's bytes before its next entry. */
  public boolean isNextOf(TreeCursor other) {
    int from = other.end;
    int to = from + end - start;
    return to <= other.content.length
        && Arrays.equals(content, start, end, other.content, from, to);
  }

  private void readMode() {
    int most = Math.min(content.length, start + MOST_ZEROS + MOST_DIGITS + 1);
    int last = Bytes.indexOf(content, ' ', start, most);
    int first = start;
    while (first < last - 1 && content[first] == '0') {
      first++;
    }
    zeros = first - start;
    int digits = last - first;
    require(
        digits >= 1 && digits <= MOST_DIGITS && last < most, "a tree's entry has no readable mode");
    mode = 0;
    for (int i = first; i < last; i++) {
      boolean octal = content[i] >= '0' && content[i] <= '7';
      require(octal, "a tree's entry has a mode that is not octal");
      mode = mode * 8 + content[i] - '0';
    }
    nameStart = last + 1;
  }
}
