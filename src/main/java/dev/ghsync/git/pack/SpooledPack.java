package dev.ghsync.git.pack;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.model.git.ObjectId;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A pack in a temporary file, as far as it has arrived.
 *
 * <p>A pack is read in three steps. {@link #receive} spools it and hashes what can be hashed on the
 * way. {@link #resolve} expands and hashes the other deltas. {@link #deliver} hands over the
 * objects, all of which are checked by then: trees, blobs and tags as they came, compressed.
 *
 * <p>The heap that this takes does not depend on the number of objects or their sizes: at most an
 * eighth for {@link PackIndex} and {@link DeltaForest}, whose other records are in temporary files,
 * a sixth for what trees name ({@link TreeReferences}), a quarter for caches and queues ({@link
 * PackLimits}), and the largest object in memory twice for each thread.
 */
public final class SpooledPack implements Closeable {
  private static final long LINKS_HEAP_BYTES = Runtime.getRuntime().maxMemory() / 24;

  private final Path folder;
  private final PackLimits limits;
  private final SpoolFile spool;
  private final PackIndex index;
  private final RecordBlocks links;
  private final InflatedCache cache;
  private final TreeReferences references;
  private final ThinBases thinBases;
  private final long expanded;
  private final Optional<IOException> brokenBy;

  private SpooledPack(
      Path folder, PackLimits limits, SpoolFile spool, PackReader reader, InflatedCache cache) {
    this.folder = folder;
    this.limits = limits;
    this.spool = spool;
    this.cache = cache;
    index = reader.index();
    links = new RecordBlocks(folder, DeltaForest.RECORD_BYTES, LINKS_HEAP_BYTES);
    references = reader.references();
    thinBases = new ThinBases(index, spool);
    expanded = reader.expanded();
    brokenBy = reader.brokenBy();
  }

  /**
   * Reads a pack to its end, or to where the source fails. Does not close the source.
   *
   * @param folder for temporary files
   * @throws IOException if the source fails before the first entry is whole
   * @throws GitFormatException if the source is not a pack
   */
  public static SpooledPack receive(InputStream source, Path folder, PackLimits limits)
      throws IOException {
    SpoolFile spool = SpoolFile.create(folder);
    Optional<PackIndex> index = Optional.empty();
    try {
      PackStream in = new PackStream(source, spool);
      InflatedCache cache = new InflatedCache(limits.cacheBytes());
      try (PackReader reader = PackReader.open(in, folder, limits, cache)) {
        index = Optional.of(reader.index());
        reader.readEntries();
        if (reader.brokenBy().isPresent() && reader.index().count() == 0) {
          throw reader.brokenBy().get();
        }
        return new SpooledPack(folder, limits, spool, reader, cache);
      }
    } catch (IOException | RuntimeException | Error e) {
      index.ifPresent(PackIndex::close);
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
    require(
        DeltaResolver.resolve(this) || brokenBy.isPresent(),
        "a delta's base is not in the pack, which must be self-contained");
  }

  /**
   * Expands and checks the deltas of a thin pack.
   *
   * @return false if a delta's base is neither in the pack nor stored. The pack is of no use then
   * @throws GitFormatException if a delta is wrong, or its result is not an object
   */
  public boolean resolve(BaseObjects stored) {
    return DeltaResolver.resolve(this)
        || (thinBases.append(stored) && DeltaResolver.resolve(this))
        || brokenBy.isPresent();
  }

  /** Returns one of these ids that no object of the resolved pack has. */
  public Optional<ObjectId> findMissing(Collection<ObjectId> ids) {
    Set<ObjectId> missing = new HashSet<>(ids);
    for (int entry = 0; entry < index.arrived() && !missing.isEmpty(); entry++) {
      missing.remove(index.id(entry));
    }
    return missing.stream().findFirst();
  }

  /** Hands over the objects of the resolved pack, as {@link ObjectSink} describes. */
  public void deliver(ObjectSink sink) {
    PackDelivery.deliver(this, sink);
  }

  /** Returns how many objects have arrived. */
  public int objects() {
    return index.arrived();
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

  /** Returns the memory of a {@link DeltaForest}; there is one forest at a time. */
  RecordBlocks links() {
    return links;
  }

  InflatedCache cache() {
    return cache;
  }

  TreeReferences references() {
    return references;
  }

  ThinBases thinBases() {
    return thinBases;
  }

  /** Returns what {@link #receive} has expanded deltas to, in bytes. */
  long expanded() {
    return expanded;
  }

  @Override
  public void close() {
    index.close();
    links.close();
    spool.close();
  }
}
