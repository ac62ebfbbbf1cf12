package dev.ghsync.git.pack;

import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.Tree;

/**
 * Takes the objects of a pack, on the thread that asked for them, and only after the whole pack was
 * checked: commits first, then tags, trees and blobs. An object that is twice in the pack comes
 * twice. What it throws ends the fetch and goes through to the caller.
 */
public interface ObjectSink {
  void commit(Commit commit);

  void tag(AnnotatedTag tag);

  void tree(Tree tree);

  /** The content is not to be changed. */
  void blob(ObjectId id, byte[] content);

  /** A blob of more bytes than were asked for; its id is checked, its content not given. */
  void oversized(ObjectId id, long size);
}
