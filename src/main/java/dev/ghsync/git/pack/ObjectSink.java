package dev.ghsync.git.pack;

import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.Tree;

/**
 * Receives the objects of a pack on the fetching thread, after the whole pack was checked: commits
 * first, then tags, trees and blobs. An object that is in the pack twice is delivered twice. An
 * exception ends the fetch and reaches its caller.
 */
public interface ObjectSink {
  void commit(Commit commit);

  void tag(AnnotatedTag tag);

  void tree(Tree tree);

  /** Receives a blob, whose content must not be modified. */
  void blob(ObjectId id, byte[] content);

  /** Receives a blob above the size limit: its id is checked, its content is left out. */
  void oversized(ObjectId id, long size);
}
