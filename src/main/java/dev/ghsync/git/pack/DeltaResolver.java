package dev.ghsync.git.pack;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.object.ObjectHasher;
import dev.ghsync.model.git.ObjectType;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The second step of reading a pack: expands the deltas that are not known yet, checks the results,
 * and completes the index with their types and ids. Two threads share the work, a delta tree at a
 * time.
 */
final class DeltaResolver {
  /** A second thread is not worth its start for fewer objects. */
  private static final int FEW = 1000;

  private final SpooledPack pack;
  private final PackIndex index;
  private final DeltaForest forest;
  private final AtomicLong allowance;
  private final AtomicInteger nextEntry = new AtomicInteger();

  private DeltaResolver(SpooledPack pack) {
    this.pack = pack;
    index = pack.index();
    forest = DeltaForest.ofUnknown(index, pack.links());
    allowance = new AtomicLong(pack.limits().expanded(pack.spool().size()) - pack.expanded());
  }

  /**
   * Completes the pack's index, except for deltas without a base.
   *
   * @return whether all entries are known
   * @throws GitFormatException if a delta is wrong, or its result is not an object
   */
  static boolean resolve(SpooledPack pack) {
    int unknown = countUnknown(pack.index());
    if (unknown == 0) {
      return true;
    }
    DeltaResolver resolver = new DeltaResolver(pack);
    if (unknown < FEW || Runtime.getRuntime().availableProcessors() == 1) {
      resolver.work();
    } else {
      resolver.workWithSecondThread();
    }
    return countUnknown(pack.index()) == 0;
  }

  private static int countUnknown(PackIndex index) {
    int unknown = 0;
    for (int entry = 0; entry < index.count(); entry++) {
      unknown += index.isKnown(entry) ? 0 : 1;
    }
    return unknown;
  }

  private void workWithSecondThread() {
    FutureTask<Boolean> other = new FutureTask<>(this::work, true);
    Thread second = new Thread(other, "ghsync-expand");
    second.setDaemon(true);
    second.start();
    try {
      work();
      other.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new AssertionError("work() throws no checked exception", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpoolException("interrupted", e);
    }
  }

  private void work() {
    try (Worker worker = new Worker()) {
      for (int entry = nextEntry.getAndIncrement();
          entry < index.count();
          entry = nextEntry.getAndIncrement()) {
        if (index.base(entry) == PackIndex.NONE && forest.hasDeltas(entry)) {
          worker.expand(entry);
        }
      }
    } catch (RuntimeException | Error e) {
      nextEntry.set(index.count()); // ends the other thread
      throw e;
    }
  }

  /** The state of one thread. */
  private final class Worker implements AutoCloseable {
    private final DeltaExpander expander = new DeltaExpander(pack, forest, allowance);
    private final ObjectHasher hasher = new ObjectHasher();
    private final byte[] id = new byte[ObjectHasher.ID_BYTES];

    void expand(int root) {
      ObjectType type = index.type(root);
      expander.expand(
          root,
          (entry, content, base) -> {
            if (!index.isKnown(entry)) {
              identify(entry, type, content, base);
            }
          });
    }

    @Override
    public void close() {
      expander.close();
    }

    private void identify(int entry, ObjectType type, Content content, Content base) {
      if (content instanceof Content.InMemory inMemory) {
        byte[] bytes = inMemory.bytes();
        hasher.hash(type, bytes, id);
        index.setId(entry, id);
        // A stored tree may name objects that this repository lacks.
        boolean isStored = index.base(entry) >= index.arrived();
        check(type, bytes, isStored ? DeltaExpander.NO_BASE : base);
      } else {
        hashPieces(entry, type, content);
      }
      index.setKnown(entry, type, content.size());
      forest.linkWaiting(entry);
    }

    private void check(ObjectType type, byte[] content, Content base) {
      if (type == ObjectType.TREE) {
        byte[] old = base instanceof Content.InMemory inMemory ? inMemory.bytes() : new byte[0];
        pack.references().add(content, old);
      } else {
        GitObjects.check(type, content);
      }
    }

    private void hashPieces(int entry, ObjectType type, Content content) {
      PieceHasher pieces = new PieceHasher(type, content.size(), pack.references());
      byte[] piece = new byte[PieceHasher.PIECE_BYTES];
      for (long at = 0; at < content.size(); at += piece.length) {
        int length = (int) Math.min(piece.length, content.size() - at);
        content.read(at, piece, 0, length);
        pieces.update(piece, length);
      }
      index.setId(entry, pieces.finish());
    }
  }
}
