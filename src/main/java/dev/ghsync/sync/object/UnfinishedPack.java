package dev.ghsync.sync.object;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.store.Reads;
import dev.ghsync.sync.SyncContext;
import java.util.OptionalLong;

/**
 * A pack of which an earlier run stored only a part. Lists what its trees name and what is not
 * stored, as {@link ObjectWriter#finishPacks} does for a whole pack.
 */
final class UnfinishedPack {
  /** Bounds the memory for what the trees name. */
  private static final int TREES_AT_ONCE = 2_000;

  private final SyncContext context;

  UnfinishedPack(SyncContext context) {
    this.context = context;
  }

  /** Finishes the pack, if there is one. */
  void finish() {
    OptionalLong first = context.store().read(s -> s.absent().findUnfinished(context.repo()));
    if (first.isEmpty()) {
      return;
    }
    long next = first.getAsLong();
    while (next > 0) {
      next = listLacks(next);
    }
    context.store().write(s -> s.absent().finishPacks(context.repo()));
  }

  /**
   * Lists as absent what some trees lack.
   *
   * @param first the row of the first tree
   * @return the row after the last of these trees; 0 if there are no more trees
   */
  private long listLacks(long first) {
    Named named = context.store().read(s -> read(s, first));
    PackLacks.add(context, ObjectType.TREE, named.trees);
    PackLacks.add(context, ObjectType.BLOB, named.blobs);
    return named.last == 0 ? 0 : named.last + 1;
  }

  private static Named read(Reads s, long first) {
    Named named = new Named();
    try (ObjectReader reader = new ObjectReader(s)) {
      s.packed()
          .forEachTree(
              first,
              TREES_AT_ONCE,
              tree -> {
                GitObjects.addReferences(reader.content(tree), named.trees, named.blobs);
                named.last = tree.row();
              });
    }
    return named;
  }

  /** The ids that some trees name. Consecutive trees name nearly the same objects. */
  private static final class Named {
    final IdSet trees = new IdSet();
    final IdSet blobs = new IdSet();
    long last;
  }
}
