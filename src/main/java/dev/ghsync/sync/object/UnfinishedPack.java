package dev.ghsync.sync.object;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.store.Reads;
import dev.ghsync.sync.SyncContext;
import java.util.List;
import java.util.OptionalLong;

/**
 * A pack of which an earlier run stored only a part. Lists what its trees name and what is not
 * stored, as {@link ObjectWriter#finishPacks} does for a whole pack.
 */
final class UnfinishedPack {
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
    IdSet trees = new IdSet();
    IdSet blobs = new IdSet();
    context
        .store()
        .read(
            s -> {
              addReferences(s, first.getAsLong(), trees, blobs);
              return true;
            });
    PackLacks.finish(context, List.of(trees), List.of(blobs));
  }

  private static void addReferences(Reads s, long first, IdSet trees, IdSet blobs) {
    try (ObjectReader reader = new ObjectReader(s)) {
      s.packed()
          .forEachTree(first, tree -> GitObjects.addReferences(reader.content(tree), trees, blobs));
    }
  }
}
