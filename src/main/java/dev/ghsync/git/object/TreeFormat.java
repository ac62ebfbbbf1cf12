package dev.ghsync.git.object;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.Tree;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The format of trees: entries of {@code mode SP name NUL id}, the mode octal, the id 20 bytes.
 *
 * <p>Names and modes that git would not write today are kept. Modes of more than seven digits after
 * their leading zeros do not fit into a {@link Tree.Entry} and are refused.
 */
final class TreeFormat {
  private static final int MOST_DIGITS = 7;
  private static final int MOST_ZEROS = 100;

  private final byte[] content;
  private int at;
  private int mode;
  private int zeros;
  private int nameStart;
  private int nameEnd;

  private TreeFormat(byte[] content) {
    this.content = content;
  }

  static Tree parse(ObjectId id, byte[] content) {
    List<Tree.Entry> entries = new ArrayList<>();
    TreeFormat tree = new TreeFormat(content);
    while (tree.next()) {
      GitText name = TextDecoder.UTF_8.decode(content, tree.nameStart, tree.nameEnd);
      ObjectId target = ObjectId.of(content, tree.nameEnd + 1);
      entries.add(new Tree.Entry(tree.mode, tree.zeros, name, target));
    }
    return new Tree(id, entries);
  }

  /**
   * Checks that {@link #parse} accepts the content.
   *
   * @throws GitFormatException if the content is not a tree
   */
  static void check(byte[] content) {
    TreeFormat tree = new TreeFormat(content);
    while (tree.next()) {
      // next() checks one entry
    }
  }

  /** Adds the ids of the trees and blobs that the tree contains directly. */
  static void addReferences(byte[] content, IdSet trees, IdSet blobs) {
    TreeFormat tree = new TreeFormat(content);
    while (tree.next()) {
      switch (Tree.Entry.type(tree.mode)) {
        case TREE -> trees.add(content, tree.nameEnd + 1);
        case BLOB -> blobs.add(content, tree.nameEnd + 1);
        case COMMIT, TAG -> {}
      }
    }
  }

  static byte[] write(Tree tree) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(40 * tree.entries().size());
    for (Tree.Entry entry : tree.entries()) {
      String mode = "0".repeat(entry.zeros()) + Integer.toOctalString(entry.mode()) + " ";
      out.writeBytes(Bytes.ascii(mode));
      out.writeBytes(TextDecoder.encode(entry.name()));
      out.write(0);
      out.writeBytes(entry.id().bytes());
    }
    return out.toByteArray();
  }

  /** Moves to the next entry. Returns false at the end. */
  private boolean next() {
    if (at == content.length) {
      return false;
    }
    readMode();
    nameStart = at;
    nameEnd = Bytes.indexOf(content, '\0', at, content.length);
    at = nameEnd + 1 + ObjectHasher.ID_BYTES;
    require(at <= content.length, "a tree ends in the middle of an entry");
    return true;
  }

  private void readMode() {
    int most = Math.min(content.length, at + MOST_ZEROS + MOST_DIGITS + 1);
    int end = Bytes.indexOf(content, ' ', at, most);
    int first = at;
    while (first < end - 1 && content[first] == '0') {
      first++;
    }
    zeros = first - at;
    int digits = end - first;
    require(
        digits >= 1 && digits <= MOST_DIGITS && end < most, "a tree's entry has no readable mode");
    mode = 0;
    for (int i = first; i < end; i++) {
      boolean octal = content[i] >= '0' && content[i] <= '7';
      require(octal, "a tree's entry has a mode that is not octal");
      mode = mode * 8 + content[i] - '0';
    }
    at = end + 1;
  }
}
