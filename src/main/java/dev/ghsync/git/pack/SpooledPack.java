package dev.ghsync.git.pack;

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
 * A pack in a file, as far as it has arrived.
 *
 * <p>A pack is read in three steps: it is spooled while what can be hashed is hashed ({@link
 * #receive}), then the other deltas are unfolded and hashed ({@link DeltaResolver}), and only then,
 * with everything checked, its objects are handed over ({@link PackDelivery}). The heap that it
 * takes does not depend on the objects' sizes: 30 bytes an object ({@link PackIndex}), 12 more
 * where any is a delta ({@link DeltaForest}), a third of the heap at most for caches and queues
 * ({@link PackLimits}), and the largest object in memory twice for each thread.
 *
 * @param folder for further temporary files
 * @param index with the ids of all objects that are not deltas; the resolver completes it
 * @param unfolded what deltas have unfolded to so far, in bytes
 * @param brokenBy why the source failed before the pack's end; the index has the entries before
 *     that. Empty for a whole pack, whose checksum was right
 */
public record SpooledPack(
    Path folder,
    PackLimits limits,
    SpoolFile spool,
    PackIndex index,
    InflatedCache cache,
    long unfolded,
    Optional<IOException> brokenBy)
    implements Closeable {

  /**
   * Reads a pack to its end, or to where the source fails; does not close the source.
   *
   * @throws IOException where the source fails before the first entry
   * @throws GitFormatException where it does not give a pack
   */
  public static SpooledPack receive(InputStream source, Path folder, PackLimits limits)
      throws IOException {
    SpoolFile spool = SpoolFile.create(folder);
    try {
      PackStream in = new PackStream(source, spool);
      PackIndex index = PackReader.readHeader(in);
      InflatedCache cache = new InflatedCache(limits.cacheBytes());
      try (PackReader reader = new PackReader(in, index, limits, cache)) {
        reader.readEntries();
        return new SpooledPack(
            folder, limits, spool, index, cache, reader.unfolded(), reader.brokenBy());
      }
    } catch (IOException | RuntimeException | Error e) {
      spool.close();
      throw e;
    }
  }

  /**
   * One of these ids that no object of the pack has; to be asked after the deltas were resolved.
   */
  public Optional<ObjectId> findMissing(Collection<ObjectId> ids) {
    Set<ObjectId> missing = new HashSet<>(ids);
    for (int entry = 0; entry < index.count() && !missing.isEmpty(); entry++) {
      missing.remove(index.id(entry));
    }
    return missing.stream().findFirst();
  }

  @Override
  public void close() {
    spool.close();
  }
}
