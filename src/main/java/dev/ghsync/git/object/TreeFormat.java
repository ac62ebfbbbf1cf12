package dev.ghsync.git.object;

import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.Tree;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Converts trees; see {@link TreeCursor} for their format. */
final class TreeFormat {
  private TreeFormat() {}

  static Tree parse(ObjectId id, byte[] content) {
    List<Tree.Entry> entries = new ArrayList<>();
    TreeCursor entry = new TreeCursor(content);
    while (entry.next()) {
      GitText name = TextDecoder.UTF_8.decode(content, entry.nameStart(), entry.nameEnd());
      ObjectId target = ObjectId.of(content, entry.idAt());
      entries.add(new Tree.Entry(entry.mode(), entry.zeros(), name, target));
    }
    return new Tree(id, entries);
  }

  /**
   * Checks that {@link #parse} accepts the content.
   *
   * @throws GitFormatException if the content is not a tree
   */
  static void check(byte[] content) {
    TreeCursor entry = new TreeCursor(content);
    while (entry.next()) {
      // next() checks one entry
    }
  }

  /** Adds the ids of the trees and blobs that the tree contains directly. */
  static void addReferences(byte[] content, IdSet trees, IdSet blobs) {
    TreeCursor entry = new TreeCursor(content);
    while (entry.next()) {
      switch (entry.type()) {
        case TREE -> trees.add(content, entry.idAt());
        case BLOB -> blobs.add(content, entry.idAt());
        case COMMIT, TAG -> {}
      }
    }
  }

  static byte[] write(Tree tree) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(40 * tree.entries().size());
    for (Tree.Entry entry : tree.entries()) {
      String mode = "0".repeat(entry.zeros()) + Integer.toOctalString(entry.mode()) + " ";
      out.writeBytes(Bytes.ascii(mode));
      out.writeBytes(entry.name().bytes());
      out.write(0);
      out.writeBytes(entry.id().bytes());
    }
    return out.toByteArray();
  }
}
