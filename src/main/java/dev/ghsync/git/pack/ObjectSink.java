package dev.ghsync.git.pack;

import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.PackedObject;

/**
 * Receives the objects of a pack on the fetching thread, after the whole pack was checked: commits
 * first, then tags, then all other objects. An object that is in the pack twice may be delivered
 * twice. An exception ends the fetch and reaches its caller.
 */
public interface ObjectSink {
  /** Receives the ids that trees of the pack name and that are not delivered, before any object. */
  void references(IdSet trees, IdSet blobs);

  /** Takes the place of {@link #references} if the trees name more ids than fit into memory. */
  void tooManyReferences();

  void commit(Commit commit);

  /** Receives a tag's fields. The same tag also comes packed, later. */
  void tag(AnnotatedTag tag);

  /**
   * Receives a tree, a blob or a tag as it is in the pack, after its base. The data of a blob above
   * the size limit is null.
   */
  void packed(PackedObject object);

  /**
   * Receives a tree that is too large for the heap, before any object. It is not delivered.
   *
   * @param size in bytes
   */
  void tooLarge(ObjectId tree, long size);
}
