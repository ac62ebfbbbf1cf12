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
   * @param mode the value of the octal text: 0100644, 0100755, 0120000, 040000, 0160000
   * @param zeros the number of leading zeros ({@code 040000}: one), which some old programs wrote.
   *     They are part of the object's bytes and so of its id
   */
  public record Entry(int mode, int zeros, GitText name, ObjectId id) {
    /** Returns the type of the named object. As in git, an unknown mode counts as a submodule. */
    public ObjectType type() {
      return type(mode);
    }

    /** Returns the type of the object that an entry with this mode names. */
    public static ObjectType type(int mode) {
      return switch (mode & 0170000) {
        case 0040000 -> ObjectType.TREE;
        case 0100000, 0120000 -> ObjectType.BLOB;
        default -> ObjectType.COMMIT;
      };
    }
  }
}
