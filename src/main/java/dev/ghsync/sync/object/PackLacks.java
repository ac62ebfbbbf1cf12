package dev.ghsync.sync.object;

import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.sync.SyncContext;
import java.util.List;

/** Lists as absent the objects that trees of stored packs name and that are not stored. */
final class PackLacks {
  private PackLacks() {}

  /**
   * Ends the repository's unfinished packs.
   *
   * @param trees the ids of trees that the packs' trees name
   * @param blobs the ids of blobs that they name
   */
  static void finish(SyncContext context, List<IdSet> trees, List<IdSet> blobs) {
    List<ObjectId> absentTrees = notStored(context, ObjectType.TREE, trees);
    List<ObjectId> absentBlobs = notStored(context, ObjectType.BLOB, blobs);
    context
        .store()
        .write(
            s -> {
              s.absent().add(context.repo(), ObjectType.TREE, absentTrees);
              s.absent().add(context.repo(), ObjectType.BLOB, absentBlobs);
              s.absent().finishPacks(context.repo());
            });
  }

  private static List<ObjectId> notStored(SyncContext context, ObjectType type, List<IdSet> named) {
    List<ObjectId> ids = named.stream().flatMap(set -> set.toList().stream()).toList();
    return ids.isEmpty() ? ids : context.store().read(s -> s.absent().listNotStored(type, ids));
  }
}
