package dev.ghsync.sync.object;

import dev.ghsync.git.pack.ObjectSink;
import dev.ghsync.model.Counts;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PackedObject;
import dev.ghsync.model.git.Tree;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncSettings.ContentMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;

/**
 * Collects objects and stores them in transactions of some ten thousand rows or some megabytes,
 * whichever comes first. While one transaction runs, the next is collected. A killed process leaves
 * a usable database, because the missing objects are derived from the stored ones.
 */
final class ObjectWriter implements ObjectSink {
  private static final int ROWS = 10_000;

  /** The limit of one transaction. Two are in memory at a time. */
  private static final long BYTES = Math.min(8_000_000, Runtime.getRuntime().maxMemory() / 28);

  private final SyncContext context;
  private final LongConsumer progress;

  /** A wanted tag may bring trees and blobs whatever the filter. */
  private final boolean withContent;

  private Batch batch = new Batch();
  private CompletableFuture<Void> storing = CompletableFuture.completedFuture(null);
  private long objects;

  /**
   * Creates a writer for a repository.
   *
   * @param progress receives the number of stored objects after each transaction
   */
  ObjectWriter(SyncContext context, LongConsumer progress) {
    this.context = context;
    this.progress = progress;
    withContent = context.settings().objects().content() != ContentMode.NONE;
  }

  /** Ends a fetch when the run is stopped. Objects that were added before are stored. */
  static final class StoppedException extends RuntimeException {
    StoppedException() {
      super("stopped", null, false, false);
    }
  }

  /** The objects of one transaction. */
  private static final class Batch {
    final List<Commit> commits = new ArrayList<>();
    final List<AnnotatedTag> tags = new ArrayList<>();
    final List<Tree> trees = new ArrayList<>();
    final List<Blob> blobs = new ArrayList<>();
    final List<PackedObject> packed = new ArrayList<>();
    long rows;
    long bytes;
  }

  @Override
  public void references(IdSet trees, IdSet blobs) {}

  @Override
  public synchronized void packed(PackedObject object) {
    byte[] data = object.data();
    if (data == null) {
      blob(new Blob(object.id(), object.size(), null));
    } else if (withContent || object.type() == ObjectType.TAG) {
      batch.packed.add(object);
      added(1, 200L + data.length);
    }
  }

  @Override
  public synchronized void commit(Commit commit) {
    batch.commits.add(commit);
    added(2, 500);
  }

  @Override
  public synchronized void tag(AnnotatedTag tag) {
    batch.tags.add(tag);
    added(1, 500);
  }

  /** Adds a tree that was read by REST. */
  synchronized void tree(Tree tree) {
    if (withContent) {
      batch.trees.add(tree);
      added(1 + tree.entries().size(), 100L * tree.entries().size());
    }
  }

  /** Adds a blob that was read by REST. */
  synchronized void blob(Blob blob) {
    if (withContent) {
      batch.blobs.add(blob);
      byte[] content = blob.content();
      added(1, 100L + (content == null ? 0 : content.length));
    }
  }

  private void added(long moreRows, long moreBytes) {
    batch.rows += moreRows;
    batch.bytes += moreBytes;
    objects++;
    if (context.connection().github().isStopped()) {
      throw new StoppedException();
    }
    if (batch.rows >= ROWS || batch.bytes >= BYTES) {
      store();
    }
  }

  /**
   * Stores all collected objects and waits until they are stored.
   *
   * @throws dev.ghsync.store.sql.StoreException if the database failed, also in an earlier
   *     transaction
   */
  synchronized void flush() {
    store();
    await();
  }

  private void store() {
    await();
    if (batch.rows == 0) {
      return;
    }
    Batch full = batch;
    long stored = objects;
    batch = new Batch();
    storing =
        CompletableFuture.runAsync(
            () -> {
              write(full);
              progress.accept(stored);
            },
            context.threads());
  }

  private void write(Batch full) {
    context
        .store()
        .write(
            s -> {
              s.commits().insert(context.repo(), full.commits);
              s.tags().insert(context.repo(), full.tags);
              s.trees().insert(full.trees);
              s.blobs().insert(full.blobs);
              s.packed().insert(full.packed);
              s.blobs().insertPacked(full.packed);
            });
  }

  private void await() {
    try {
      storing.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Returns how many objects were added. */
  synchronized long objects() {
    return objects;
  }

  /** Returns the counts for the report. Stored objects never change. */
  synchronized Counts counts() {
    return new Counts(objects, 0, 0);
  }
}
