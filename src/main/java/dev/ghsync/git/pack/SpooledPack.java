package dev.ghsync.git.pack;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A pack in a temporary file, as far as it has arrived.
 *
 * <p>A pack is read in three steps. {@link #receive} spools it and hashes what can be hashed on the
 * way. {@link #resolve} expands and hashes the other deltas. {@link #deliver} hands over the
 * objects, all of which are checked by then. The heap that this takes does not depend on the
 * objects' sizes: 30 bytes an object ({@link PackIndex}), 12 more if any is a delta ({@link
 * DeltaForest}), at most a third of the heap for caches and queues ({@link PackLimits}), and the
 * largest object in memory twice for each thread.
 */
public final class SpooledPack implements Closeable {
  private static final List<ObjectType> ORDER =
      List.of(ObjectType.COMMIT, ObjectType.TAG, ObjectType.TREE, ObjectType.BLOB);

  private final Path folder;
  private final PackLimits limits;
  private final SpoolFile spool;
  private final PackIndex index;
  private final InflatedCache cache;
  private final long expanded;
  private final Optional<IOException> brokenBy;

  private SpooledPack(
      Path folder, PackLimits limits, SpoolFile spool, PackReader reader, InflatedCache cache) {
    this.folder = folder;
    this.limits = limits;
    this.spool = spool;
    this.cache = cache;
    index = reader.index();
    expanded = reader.expanded();
    brokenBy = reader.brokenBy();
  }

  /**
   * Reads a pack to its end, or to where the source fails. Does not close the source.
   *
   * @param folder for temporary files
   * @throws IOException if the source fails before the first entry
   * @throws GitFormatException if the source is not a pack
   */
  public static SpooledPack receive(InputStream source, Path folder, PackLimits limits)
      throws IOException {
    SpoolFile spool = SpoolFile.create(folder);
    try {
      PackStream in = new PackStream(source, spool);
      InflatedCache cache = new InflatedCache(limits.cacheBytes());
      try (PackReader reader = PackReader.open(in, limits, cache)) {
        reader.readEntries();
        return new SpooledPack(folder, limits, spool, reader, cache);
      }
    } catch (IOException | RuntimeException | Error e) {
      spool.close();
      throw e;
    }
  }

  /**
   * Expands and checks the deltas that {@link #receive} could not expand.
   *
   * @throws GitFormatException if a delta is wrong or has no base, or its result is not an object
   */
  public void resolve() {
    DeltaResolver.resolve(this);
  }

  /** Returns one of these ids that no object of the resolved pack has. */
  public Optional<ObjectId> findMissing(Collection<ObjectId> ids) {
    Set<ObjectId> missing = new HashSet<>(ids);
    for (int entry = 0; entry < index.count() && !missing.isEmpty(); entry++) {
      missing.remove(index.id(entry));
    }
    return missing.stream().findFirst();
  }

  /** Hands over the objects of the resolved pack, type by type. */
  public void deliver(ObjectSink sink) {
    DeltaForest forest = DeltaForest.ofAll(index);
    AtomicLong allowance = new AtomicLong(Long.MAX_VALUE); // resolve() has checked it
    try (DeltaExpander expander = new DeltaExpander(this, forest, allowance)) {
      for (ObjectType type : ORDER) {
        for (int entry = 0; entry < index.count(); entry++) {
          if (index.base(entry) == PackIndex.NONE && index.type(entry) == type) {
            expander.expand(entry, (e, content) -> deliver(index.id(e), type, content, sink));
          }
        }
      }
    }
  }

  private static void deliver(ObjectId id, ObjectType type, Content content, ObjectSink sink) {
    if (content instanceof Content.InMemory inMemory) {
      byte[] bytes = inMemory.bytes();
      switch (type) {
        case COMMIT -> sink.commit(GitObjects.parseCommit(id, bytes));
        case TAG -> sink.tag(GitObjects.parseTag(id, bytes));
        case TREE -> sink.tree(GitObjects.parseTree(id, bytes));
        case BLOB -> sink.blob(new Blob(id, bytes.length, bytes));
      }
    } else {
      sink.blob(new Blob(id, content.size(), null));
    }
  }

  /** Returns how many objects have arrived. */
  public int objects() {
    return index.count();
  }

  /**
   * Returns why the source failed before the pack's end. Empty for a whole pack, whose checksum was
   * right.
   */
  public Optional<IOException> brokenBy() {
    return brokenBy;
  }

  Path folder() {
    return folder;
  }

  PackLimits limits() {
    return limits;
  }

  SpoolFile spool() {
    return spool;
  }

  PackIndex index() {
    return index;
  }

  InflatedCache cache() {
    return cache;
  }

  /** Returns what {@link #receive} has expanded deltas to, in bytes. */
  long expanded() {
    return expanded;
  }

  @Override
  public void close() {
    spool.close();
  }
}
