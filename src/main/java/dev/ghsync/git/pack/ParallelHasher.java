package dev.ghsync.git.pack;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.object.ObjectHasher;
import dev.ghsync.model.git.ObjectType;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and checks objects in parallel with the thread that reads them. The queue is bounded, so a
 * fast reader blocks. Only one thread may call it.
 */
final class ParallelHasher implements Closeable {
  private static final int THREADS = 2;

  /** Objects are queued in batches, because queueing costs more than hashing a small object. */
  private static final int BATCH_BYTES = 128 << 10;

  private static final int QUEUE_BYTES =
      (int) Math.min(8L << 20, Runtime.getRuntime().maxMemory() / 28);

  private final PackIndex index;
  private final TreeReferences references;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, ParallelHasher::daemon);
  private final Semaphore room = new Semaphore(QUEUE_BYTES);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private List<Item> batch = new ArrayList<>();
  private int batchBytes;

  /** Creates a hasher that writes ids into an index, and collects what trees name. */
  ParallelHasher(PackIndex index, TreeReferences references) {
    this.index = index;
    this.references = references;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Item(int entry, ObjectType type, byte[] content, byte[] base) {}

  /**
   * Adds an object, whose content is not modified afterwards. Its id is in the index after {@link
   * #finish}.
   *
   * @param base of a tree that a delta has made: its base; otherwise empty
   * @throws GitFormatException if an object that was added before is invalid
   */
  void add(int entry, ObjectType type, byte[] content, byte[] base) {
    batch.add(new Item(entry, type, content, base));
    batchBytes += content.length;
    if (batchBytes >= BATCH_BYTES) {
      queueBatch();
    }
  }

  /**
   * Waits until all objects are hashed.
   *
   * @throws GitFormatException if one of them is invalid
   */
  void finish() {
    queueBatch();
    acquire(QUEUE_BYTES);
    room.release(QUEUE_BYTES);
    throwFailure();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void queueBatch() {
    List<Item> full = batch;
    int weight = Math.min(batchBytes, QUEUE_BYTES);
    batch = new ArrayList<>();
    batchBytes = 0;
    acquire(weight);
    threads.execute(() -> hash(full, weight));
    throwFailure();
  }

  private void hash(List<Item> items, int weight) {
    try {
      ObjectHasher hasher = new ObjectHasher();
      byte[] id = new byte[ObjectHasher.ID_BYTES];
      for (Item item : items) {
        byte[] content = item.content;
        hasher.hash(item.type, content, id);
        index.setId(item.entry, id);
        if (item.type == ObjectType.TREE) {
          references.add(content, item.base);
        } else {
          GitObjects.check(item.type, content);
        }
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      room.release(weight);
    }
  }

  private void acquire(int bytes) {
    try {
      room.acquire(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpoolException("interrupted", e);
    }
  }

  private void throwFailure() {
    Throwable thrown = failure.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "ghsync-hash");
    thread.setDaemon(true);
    return thread;
  }
}
