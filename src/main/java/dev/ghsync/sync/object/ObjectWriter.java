package dev.ghsync.sync.object;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.pack.ObjectSink;
import dev.ghsync.git.pack.PackedData;
import dev.ghsync.model.Counts;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PackedObject;
import dev.ghsync.model.git.Tree;
import dev.ghsync.store.Session;
import dev.ghsync.store.git.AbsentObjects.LargeTree;
import dev.ghsync.sync.SyncContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Collects objects and stores them in transactions of some ten thousand rows or some megabytes,
 * whichever comes first. While one transaction runs, the next is collected.
 *
 * <p>A killed process leaves a usable database: what is missing follows from the stored trees, see
 * {@link dev.ghsync.store.git.AbsentObjects}. While a pack is being stored, the list of absent
 * objects is not complete, and the database says so until {@link #finishPacks}.
 */
final class ObjectWriter implements ObjectSink {
  private static final int ROWS = 10_000;

  /** The limit of one transaction. Two are in memory at a time. */
  private static final long BYTES = Math.min(8_000_000, Runtime.getRuntime().maxMemory() / 28);

  private final SyncContext context;
  private final LongConsumer progress;

  /** A wanted tag may bring trees and blobs whatever the filter. */
  private final boolean withContent;

  /** Trees that the trees of packs name and that the same pack does not contain. */
  private final List<IdSet> namedTrees = new ArrayList<>();

  /** Blobs that the trees of packs name and that the same pack does not contain. */
  private final List<IdSet> namedBlobs = new ArrayList<>();

  private Batch batch = new Batch();
  private CompletableFuture<Void> storing = CompletableFuture.completedFuture(null);
  private boolean packHasTrees;

  /** Whether a pack's trees name more than fits into memory. */
  private boolean hasTooManyReferences;

  private long objects;

  /**
   * Creates a writer for a repository.
   *
   * @param progress receives the number of stored objects after each transaction
   */
  ObjectWriter(SyncContext context, LongConsumer progress) {
    this.context = context;
    this.progress = progress;
    withContent = context.settings().objects().content() != CommitScope.NONE;
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
    final List<PackedObject> packed = new ArrayList<>();
    final List<Blob> leftOut = new ArrayList<>();

    final List<LargeTree> tooLarge = new ArrayList<>();

    /** Trees whose exact bytes are not known, so that they cannot be packed. */
    final List<Tree> unfolded = new ArrayList<>();

    /** What trees name that were not part of a pack. */
    final List<ObjectId> namedTrees = new ArrayList<>();

    final List<ObjectId> namedBlobs = new ArrayList<>();
    long rows;
    long bytes;

    /** Lists the trees, blobs and tags. */
    List<ObjectId> ids() {
      return Stream.of(
              packed.stream().map(PackedObject::id),
              leftOut.stream().map(Blob::id),
              unfolded.stream().map(Tree::id))
          .flatMap(ids -> ids)
          .toList();
    }
  }

  @Override
  public synchronized void references(IdSet trees, IdSet blobs) {
    if (withContent) {
      namedTrees.add(trees);
      namedBlobs.add(blobs);
    }
  }

  @Override
  public synchronized void tooManyReferences() {
    hasTooManyReferences = withContent;
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

  @Override
  public synchronized void packed(PackedObject object) {
    byte[] data = object.data();
    if (data == null) {
      blob(new Blob(object.id(), object.size(), null));
    } else if (object.type() == ObjectType.TAG) {
      batch.packed.add(object);
      batch.rows++; // counted as an object by tag()
    } else if (withContent) {
      packHasTrees |= object.type() == ObjectType.TREE;
      batch.packed.add(object);
      added(2, 200L + data.length);
    }
  }

  @Override
  public synchronized void tooLarge(ObjectId tree, long size) {
    if (withContent) {
      batch.tooLarge.add(new LargeTree(tree, size));
      added(1, 100);
    }
  }

  /**
   * Adds a tree that was not part of a pack.
   *
   * @param exact whether its fields give the bytes whose hash is the id
   */
  synchronized void tree(Tree tree, boolean exact) {
    if (!withContent) {
      return;
    }
    if (exact) {
      batch.packed.add(whole(tree.id(), ObjectType.TREE, GitObjects.write(tree)));
    } else {
      batch.unfolded.add(tree);
    }
    for (Tree.Entry entry : tree.entries()) {
      switch (entry.type()) {
        case TREE -> batch.namedTrees.add(entry.id());
        case BLOB -> batch.namedBlobs.add(entry.id());
        case COMMIT, TAG -> {}
      }
    }
    added(1 + tree.entries().size(), 100L * tree.entries().size());
  }

  /** Adds a blob that was not part of a pack, or one without content. */
  synchronized void blob(Blob blob) {
    if (!withContent) {
      return;
    }
    byte[] content = blob.content();
    if (content == null) {
      batch.leftOut.add(blob);
    } else {
      if (content.length > BYTES) {
        flush(); // makes room in memory
      }
      batch.packed.add(whole(blob.id(), ObjectType.BLOB, content));
    }
    added(1, 100L + (content == null ? 0 : content.length));
  }

  private static PackedObject whole(ObjectId id, ObjectType type, byte[] content) {
    try (PackedData data = new PackedData()) {
      return new PackedObject(id, type, content.length, Optional.empty(), data.compress(content));
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

  /** Stores the collected objects of packs that were delivered whole, and what they lack. */
  synchronized void finishPacks() {
    flush();
    if (hasTooManyReferences) {
      new UnfinishedPack(context).finish();
    } else if (!namedTrees.isEmpty()) {
      namedTrees.forEach(trees -> PackLacks.add(context, ObjectType.TREE, trees));
      namedBlobs.forEach(blobs -> PackLacks.add(context, ObjectType.BLOB, blobs));
      context.store().write(s -> s.absent().finishPacks(context.repo()));
    }
    hasTooManyReferences = false;
    namedTrees.clear();
    namedBlobs.clear();
    packHasTrees = false;
  }

  private void store() {
    await();
    if (batch.rows == 0) {
      return;
    }
    Batch full = batch;
    long stored = objects;
    boolean isPack = packHasTrees;
    batch = new Batch();
    storing =
        CompletableFuture.runAsync(
            () -> {
              context.store().write(s -> write(s, full, isPack));
              progress.accept(stored);
            },
            context.threads());
  }

  private void write(Session s, Batch full, boolean isPack) {
    long repo = context.repo();
    long first = s.packed().nextRow();
    if (isPack) {
      s.absent().beginPack(repo, first);
    }
    s.commits().insert(repo, full.commits);
    s.tags().insert(repo, full.tags);
    s.packed().insert(full.packed);
    if (!full.packed.isEmpty()) {
      StoredSince.add(s, repo, first);
    }
    s.blobs().insertPacked(full.packed);
    s.blobs().insertLeftOut(full.leftOut);
    s.trees().insert(full.unfolded);
    s.absent().removeAll(full.ids());
    s.absent().addTooLarge(repo, full.tooLarge);
    s.absent().add(repo, ObjectType.TREE, full.namedTrees);
    s.absent().add(repo, ObjectType.BLOB, full.namedBlobs);
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
