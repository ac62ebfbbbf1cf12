package dev.ghsync.objects.export;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.store.git.Refs.PeeledRef;
import java.util.List;
import java.util.Optional;

/**
 * The refs and objects of an export. It takes 20 bytes of memory a commit and 8 bytes for each
 * packed object.
 *
 * @param refs sorted by name
 * @param head the full name of the default branch
 * @param shallow whether the parents of the refs' commits are left out
 * @param commits 20 bytes each
 * @param packed numbers in {@code packed_objects}, in ascending order
 * @param others objects that are not packed
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
record Selection(
    List<PeeledRef> refs,
    Optional<String> head,
    boolean shallow,
    byte[] commits,
    long[] packed,
    List<Other> others,
    Lack missing,
    Lack inexact,
    Lack leftOut) {
  private static final int ID_BYTES = 20;

  /** An object that is stored as rows alone. */
  record Other(ObjectId id, ObjectType type) {}

  /** Returns the number of objects. */
  public int objects() {
    return Math.addExact(Math.addExact(commitCount(), packed.length), others.size());
  }

  int commitCount() {
    return commits.length / ID_BYTES;
  }

  ObjectId commit(int number) {
    return ObjectId.of(commits, number * ID_BYTES);
  }

  /** Returns whether everything that the refs reach is there, apart from large files. */
  public boolean isComplete() {
    return missing.count() == 0;
  }
}
