package dev.ghsync.sync.object;

import dev.ghsync.model.git.CommitScope;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.objects.Reachability;
import dev.ghsync.store.Reads;
import dev.ghsync.store.git.AbsentObjects.LargeTree;
import dev.ghsync.store.git.MissingObjects.Missing;
import dev.ghsync.sync.SyncContext;
import java.util.List;

/**
 * Finds what the new tips reach and what is not stored, by reading all of their trees. This is
 * needed only where the list of absent objects does not tell: another repository of the file stored
 * some of the trees and is incomplete, the limit on blobs was raised, the server does not have
 * absent objects any more, or everything is to be read again.
 */
final class Completeness {
  private final SyncContext context;
  private final long repo;
  private final CommitScope scope;
  private boolean isChecked;

  Completeness(SyncContext context) {
    this.context = context;
    this.repo = context.repo();
    this.scope = context.settings().objects().content();
  }

  /** Collects what is missing, about 30 bytes an object. */
  private static final class Lacks implements Reachability.Visitor {
    private final long largestBlob;
    final IdSet trees = new IdSet();
    final IdSet blobs = new IdSet();
    boolean hasLeftOut;

    Lacks(long largestBlob) {
      this.largestBlob = largestBlob;
    }

    @Override
    public void reached(ObjectId id, ObjectType type, long row) {
      // it is stored
    }

    @Override
    public void missing(ObjectId id, ObjectType type) {
      if (type == ObjectType.TREE) {
        trees.add(id);
      } else if (type == ObjectType.BLOB) {
        blobs.add(id);
      }
    }

    @Override
    public void leftOut(ObjectId id, long size) {
      if (size <= largestBlob) {
        hasLeftOut = true;
        blobs.add(id);
      }
    }
  }

  /**
   * Corrects the list of absent objects, once a run, if it may be wrong.
   *
   * @param largestBlob the largest blob whose content is wanted, in bytes
   * @param someAreGone whether the server lacks objects that are listed as absent
   * @return whether the list was corrected, so that the missing objects must be listed again
   */
  boolean check(long largestBlob, boolean someAreGone) {
    if (isChecked || scope == CommitScope.NONE) {
      return false;
    }
    isChecked = true;
    boolean isUncertain =
        context
            .store()
            .read(
                s ->
                    s.absent().othersAreIncomplete(repo)
                        || s.content().leftOutBlobIsWanted(largestBlob));
    if (!isUncertain && !someAreGone && !context.settings().full()) {
      return false;
    }
    Lacks lacks = context.store().read(s -> walk(s, largestBlob));
    List<LargeTree> tooLarge =
        context.store().read(s -> s.absent().listTooLarge(repo, 0)).stream()
            .filter(tree -> lacks.trees.contains(tree.id()))
            .toList();
    context
        .store()
        .write(
            s -> {
              s.absent().removeAll(repo);
              s.absent().addAll(repo, ObjectType.TREE, lacks.trees.toList());
              s.absent().addAll(repo, ObjectType.BLOB, lacks.blobs.toList());
              s.absent().addTooLarge(repo, tooLarge);
              if (lacks.hasLeftOut) { // these roots show files without their contents
                s.unfolded().setRoots(repo, List.of(), s.unfolded().unfoldedRoots(repo));
              }
            });
    return true;
  }

  private Lacks walk(Reads s, long largestBlob) {
    Lacks lacks = new Lacks(largestBlob);
    long known = context.settings().full() ? Long.MAX_VALUE : largestBlob;
    List<ObjectId> roots = s.content().roots(repo, scope, known).stream().map(Missing::id).toList();
    Reachability.walk(s, repo, roots, false, lacks);
    return lacks;
  }
}
