package dev.ghsync.model.git;

import java.util.List;

/** One directory, its entries in git's order. */
public record Tree(ObjectId id, List<Entry> entries) {
  public Tree {
    entries = List.copyOf(entries);
  }

  /**
   * A file, directory, symbolic link or submodule.
   *
   * @param mode the number behind the octal text: 0100644, 0100755, 0120000, 040000, 0160000
   * @param zeros how many zeros the tree writes before the mode ({@code 040000}: one), as some old
   *     programs did; part of the object's bytes, so part of its id
   */
  public record Entry(int mode, int zeros, GitText name, ObjectId id) {
    /**
     * A mode that is none of git's is a submodule's, as for git: what it names need not be here.
     */
    public ObjectType type() {
      return switch (mode & 0170000) {
        case 0040000 -> ObjectType.TREE;
        case 0100000, 0120000 -> ObjectType.BLOB;
        default -> ObjectType.COMMIT;
      };
    }
  }
}
