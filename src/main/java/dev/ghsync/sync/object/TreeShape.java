package dev.ghsync.sync.object;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.github.json.TreeListing;
import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Takes a recursive listing apart into the trees that it is made of. */
final class TreeShape {
  /** What REST shows in place of bytes that are not UTF-8. */
  private static final String REPLACEMENT = "\ufffd";

  private static final List<UnaryOperator<Tree.Entry>> WAYS_TO_WRITE =
      List.of(
          entry -> entry,
          entry -> written(entry, entry.mode(), entry.type() == ObjectType.TREE ? 1 : 0),
          entry -> written(entry, entry.mode(), 1),
          entry -> written(entry, entry.mode() == 0100644 ? 0100664 : entry.mode(), 0));

  private TreeShape() {}

  /** The listed tree and all that are listed below it, each with its entries in git's order. */
  static List<Tree> of(TreeListing listing) {
    Map<String, List<Tree.Entry>> entries = new LinkedHashMap<>();
    Map<String, ObjectId> ids = new HashMap<>();
    entries.put("", new ArrayList<>());
    ids.put("", listing.id());
    boolean recursive = listing.items().stream().anyMatch(item -> item.path().contains("/"));
    for (TreeListing.Item item : listing.items()) {
      int cut = item.path().lastIndexOf('/');
      String folder = cut < 0 ? "" : item.path().substring(0, cut);
      Tree.Entry entry =
          new Tree.Entry(item.mode(), 0, GitText.of(item.path().substring(cut + 1)), item.id());
      entries.computeIfAbsent(folder, f -> new ArrayList<>()).add(entry);
      if (entry.type() == ObjectType.TREE && recursive) {
        ids.put(item.path(), item.id());
        entries.computeIfAbsent(item.path(), f -> new ArrayList<>());
      }
    }
    List<Tree> trees = new ArrayList<>();
    entries.forEach(
        (folder, list) -> {
          ObjectId id = ids.get(folder);
          if (id != null) {
            trees.add(new Tree(id, list));
          }
        });
    return trees;
  }

  /**
   * The tree whose entries make up its id, empty where none does. REST shows modes as git would
   * write them today: that old programs wrote a zero before a directory's, or before each, or made
   * files writable to the group, is tried. Where a name's bytes are not known nothing can be told.
   */
  static Optional<Tree> sound(Tree tree) {
    boolean bytesKnown =
        tree.entries().stream()
            .noneMatch(e -> e.name() instanceof GitText.Text t && t.value().contains(REPLACEMENT));
    return bytesKnown
        ? WAYS_TO_WRITE.stream()
            .map(way -> rewritten(tree, way))
            .filter(TreeShape::fits)
            .findFirst()
        : Optional.of(tree);
  }

  private static Tree rewritten(Tree tree, UnaryOperator<Tree.Entry> way) {
    return new Tree(tree.id(), tree.entries().stream().map(way).toList());
  }

  private static boolean fits(Tree tree) {
    return GitObjects.id(ObjectType.TREE, GitObjects.write(tree)).equals(tree.id());
  }

  private static Tree.Entry written(Tree.Entry entry, int mode, int zeros) {
    return new Tree.Entry(mode, zeros, entry.name(), entry.id());
  }
}
