package dev.ghsync.sync.object;

import dev.ghsync.model.Counts;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.Tree;
import dev.ghsync.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Gathers objects and stores them in transactions of some ten thousand rows or some megabytes,
 * whichever comes first. While one is being stored the next is gathered. Whatever of it a kill
 * leaves is of use: what is missing is derived anew.
 */
final class ObjectWriter {
  private static final int ROWS = 10_000;

  /** Two transactions are in memory at a time. */
  private static final long BYTES = Math.min(8_000_000, Runtime.getRuntime().maxMemory() / 28);

  private final Store store;
  private final long repo;
  private final Executor threads;
  private final LongConsumer progress;
  private final BooleanSupplier stopped;

  private Batch gathered = new Batch();
  private CompletableFuture<Void> storing = CompletableFuture.completedFuture(null);
  private long objects;

  /**
   * A writer.
   *
   * @param threads where transactions run, one at a time
   * @param progress hears how many objects were stored so far
   * @param stopped nothing more is to be taken
   */
  ObjectWriter(
      Store store, long repo, Executor threads, LongConsumer progress, BooleanSupplier stopped) {
    this.store = store;
    this.repo = repo;
    this.threads = threads;
    this.progress = progress;
    this.stopped = stopped;
  }

  /** Ends whatever hands over objects; what was handed over before is stored. */
  static final class StoppedException extends RuntimeException {
    StoppedException() {
      super("stopped", null, false, false);
    }
  }

  /** What one transaction stores. */
  private static final class Batch {
    final List<Commit> commits = new ArrayList<>();
    final List<AnnotatedTag> tags = new ArrayList<>();
    final List<Tree> trees = new ArrayList<>();
    final List<Blob> blobs = new ArrayList<>();
    long rows;
    long bytes;
  }

  synchronized void commit(Commit commit) {
    gathered.commits.add(commit);
    added(2, 500);
  }

  synchronized void tag(AnnotatedTag tag) {
    gathered.tags.add(tag);
    added(1, 500);
  }

  synchronized void tree(Tree tree) {
    gathered.trees.add(tree);
    added(1 + tree.entries().size(), 100L * tree.entries().size());
  }

  synchronized void blob(Blob blob) {
    gathered.blobs.add(blob);
    byte[] content = blob.content();
    added(1, 100L + (content == null ? 0 : content.length));
  }

  private void added(long moreRows, long moreBytes) {
    gathered.rows += moreRows;
    gathered.bytes += moreBytes;
    objects++;
    if (stopped.getAsBoolean()) {
      throw new StoppedException();
    }
    if (gathered.rows >= ROWS || gathered.bytes >= BYTES) {
      store();
    }
  }

  /**
   * Stores all that has been gathered; it is stored when this returns.
   *
   * @throws dev.ghsync.store.sql.StoreException where the database fails, also in an earlier
   *     transaction
   */
  synchronized void flush() {
    store();
    await();
  }

  private void store() {
    await();
    if (gathered.rows == 0) {
      return;
    }
    Batch batch = gathered;
    long so = objects;
    gathered = new Batch();
    storing =
        CompletableFuture.runAsync(
            () -> {
              write(batch);
              progress.accept(so);
            },
            threads);
  }

  private void write(Batch batch) {
    store.write(
        s -> {
          s.commits().insert(repo, batch.commits);
          s.tags().insert(repo, batch.tags);
          s.trees().insert(batch.trees);
          s.blobs().insert(batch.blobs);
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

  /** How many objects were handed over. */
  synchronized long objects() {
    return objects;
  }

  /** What that means for the report: objects that are here do not change. */
  synchronized Counts counts() {
    return new Counts(objects, 0, 0);
  }
}
