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

/** Converts a recursive listing to the trees that it consists of. */
final class ListedTrees {
  /** The character that REST shows instead of bytes that are not UTF-8. */
  private static final String REPLACEMENT = "\ufffd";

  private static final List<UnaryOperator<Tree.Entry>> SPELLINGS =
      List.of(
          entry -> entry,
          entry -> written(entry, entry.mode(), entry.type() == ObjectType.TREE ? 1 : 0),
          entry -> written(entry, entry.mode(), 1),
          entry -> written(entry, entry.mode() == 0100644 ? 0100664 : entry.mode(), 0));

  private ListedTrees() {}

  /** Returns the listed tree and all below it, each with its entries in git's order. */
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
   * Returns the tree in the spelling whose hash is its id; empty if there is none. REST shows modes
   * as git writes them today. Old programs wrote a zero before a directory's mode or before each,
   * or made files writable to the group, so these spellings are tried. If the bytes of a name are
   * unknown, the id cannot be checked.
   */
  static Optional<Tree> verified(Tree tree) {
    return isExact(tree)
        ? SPELLINGS.stream()
            .map(spelling -> rewritten(tree, spelling))
            .filter(ListedTrees::matchesId)
            .findFirst()
        : Optional.of(tree);
  }

  /** Returns whether the bytes of all names are known. */
  static boolean isExact(Tree tree) {
    return tree.entries().stream()
        .noneMatch(e -> e.name() instanceof GitText.Text t && t.value().contains(REPLACEMENT));
  }

  private static Tree rewritten(Tree tree, UnaryOperator<Tree.Entry> spelling) {
    return new Tree(tree.id(), tree.entries().stream().map(spelling).toList());
  }

  private static boolean matchesId(Tree tree) {
    return GitObjects.id(ObjectType.TREE, GitObjects.write(tree)).equals(tree.id());
  }

  private static Tree.Entry written(Tree.Entry entry, int mode, int zeros) {
    return new Tree.Entry(mode, zeros, entry.name(), entry.id());
  }
}
