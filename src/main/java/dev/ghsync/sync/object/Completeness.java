package dev.ghsync.sync.object;

import dev.ghsync.model.git.CommitScope;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.objects.Reachability;
import dev.ghsync.store.Reads;
import dev.ghsync.store.git.AbsentObjects.LargeTree;
import dev.ghsync.store.git.MissingContent.Extent;
import dev.ghsync.store.git.MissingObjects.Missing;
import dev.ghsync.sync.SyncContext;
import java.util.List;
import java.util.Set;

/**
 * Finds what the new tips reach and what is not stored, by reading all of their trees. This is
 * needed only where the list of absent objects does not tell: another repository of the file stored
 * some of the trees and is incomplete, the limit on blobs was raised, REST delivered trees whose
 * exact bytes are wanted, the server does not have absent objects any more, or everything is to be
 * read again.
 */
final class Completeness {
  private final SyncContext context;
  private final long repo;
  private boolean isChecked;

  Completeness(SyncContext context) {
    this.context = context;
    this.repo = context.repo();
  }

  /** Collects what is missing, about 30 bytes an object. */
  private static final class Lacks implements Reachability.Visitor {
    private final long largestBlob;
    private final Set<ObjectId> inexact;
    final IdSet trees = new IdSet();
    final IdSet blobs = new IdSet();
    boolean hasLeftOut;

    Lacks(long largestBlob, Set<ObjectId> inexact) {
      this.largestBlob = largestBlob;
      this.inexact = inexact;
    }

    @Override
    public void reached(ObjectId id, ObjectType type, long row) {
      if (row == 0 && inexact.contains(id)) {
        trees.add(id);
      }
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
   * @param wanted what is to be complete
   * @param someAreGone whether the server lacks objects that are listed as absent
   * @return whether the list was corrected, so that the missing objects must be listed again
   */
  boolean check(Extent wanted, boolean someAreGone) {
    if (isChecked || wanted.scope() == CommitScope.NONE) {
      return false;
    }
    isChecked = true;
    boolean isUncertain =
        context
            .store()
            .read(
                s ->
                    s.absent().othersAreIncomplete(repo)
                        || s.content().leftOutBlobIsWanted(wanted.maxBlobSize())
                        || mayLackExactTrees(s, wanted));
    if (!isUncertain && !someAreGone && !context.settings().full()) {
      return false;
    }
    Lacks lacks = context.store().read(s -> walk(s, wanted));
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
                s.unfolded().markIncomplete();
              }
            });
    return true;
  }

  private boolean mayLackExactTrees(Reads s, Extent wanted) {
    return wanted.exact()
        && !s.inexact().listTrees().isEmpty()
        && !s.content().isComplete(repo, wanted);
  }

  private Lacks walk(Reads s, Extent wanted) {
    Lacks lacks =
        new Lacks(
            wanted.maxBlobSize(), wanted.exact() ? Set.copyOf(s.inexact().listTrees()) : Set.of());
    long known = context.settings().full() ? Long.MAX_VALUE : wanted.maxBlobSize();
    List<ObjectId> roots =
        s
            .content()
            .roots(repo, new Extent(wanted.scope(), known, !lacks.inexact.isEmpty()))
            .stream()
            .map(Missing::id)
            .toList();
    Reachability.walk(s, repo, roots, false, lacks);
    return lacks;
  }
}
