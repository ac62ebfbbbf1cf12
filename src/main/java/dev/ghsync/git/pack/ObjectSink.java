package dev.ghsync.git.pack;

import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.Commit;
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

  /** Receives a blob. The content of one above the size limit is null. */
  void blob(Blob blob);
}
