package dev.ghsync.objects;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.pack.PackedData;
import dev.ghsync.model.git.ObjectHeader;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.RawObject;
import dev.ghsync.store.Reads;
import dev.ghsync.store.git.Blobs.Place;
import dev.ghsync.store.git.PackedObjects.Stored;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the exact bytes of stored objects. Contents that were read lately are kept in memory, up to
 * 16 MB or a sixteenth of the heap, since they are often the bases of the next ones. Of use only
 * within the work on the store to which its {@link Reads} belong. Not thread-safe.
 */
public final class ObjectReader implements AutoCloseable {
  private static final long CACHE_BYTES =
      Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 16);
  private static final int OVERHEAD = 120;

  private static final long NO_REPO = -1;

  private final Reads db;
  private final RowObjects rows;
  private final PackedData data = new PackedData();
  private final Map<Long, byte[]> recent = new LinkedHashMap<>(16, 0.75f, true);
  private long recentBytes;

  /** Creates a reader of packed objects, trees and blobs, which belong to no repository. */
  public ObjectReader(Reads db) {
    this(db, NO_REPO);
  }

  /** Creates a reader that also reads the commits and tags in the rows of a repository. */
  public ObjectReader(Reads db, long repo) {
    this.db = db;
    this.rows = new RowObjects(db, repo);
  }

  /**
   * Reads an object, packed or from rows.
   *
   * @return empty if its bytes are not known; {@link #absence} says why
   * @throws GitFormatException if its data is damaged
   */
  public Optional<RawObject> read(ObjectId id) {
    return db.packed()
        .find(id)
        .map(stored -> new RawObject(stored.type(), content(stored)))
        .or(() -> rows.read(id));
  }

  /**
   * Reads many commits at once: a few hundred is a good number.
   *
   * @return the bytes of those that are stored exactly
   */
  public Map<ObjectId, byte[]> readCommits(Collection<ObjectId> ids) {
    return rows.commits(ids);
  }

  /**
   * Finds the type and size of an object that {@link #read} finds. The data of packed objects and
   * blobs is not read.
   */
  public Optional<ObjectHeader> find(ObjectId id) {
    return db.packed()
        .findHeader(id)
        .or(
            () ->
                db.blobs()
                    .findState(id)
                    .filter(blob -> blob.place() == Place.UNFOLDED)
                    .map(blob -> new ObjectHeader(ObjectType.BLOB, blob.size())))
        .or(
            () ->
                rows.read(id)
                    .map(object -> new ObjectHeader(object.type(), object.content().length)));
  }

  /** Returns why {@link #read} finds nothing. */
  public Absence absence(ObjectId id) {
    return db.blobs()
        .findState(id)
        .filter(blob -> blob.place() == Place.NOWHERE)
        .<Absence>map(blob -> new Absence.TooLarge(blob.size()))
        .or(() -> rows.type(id).map(Absence.Incomplete::new))
        .orElseGet(Absence.NotStored::new);
  }

  /** Returns the content of a packed object. It must not be modified. */
  public byte[] content(Stored object) {
    Deque<Stored> deltas = new ArrayDeque<>();
    Stored next = object;
    byte @Nullable [] content = recent.get(next.row());
    while (content == null && next.base().isPresent()) {
      deltas.push(next);
      long base = next.base().getAsLong();
      content = recent.get(base);
      if (content == null) {
        next =
            db.packed()
                .find(base)
                .orElseThrow(() -> new GitFormatException("a stored delta has no base"));
      }
    }
    if (content == null) {
      content = data.whole(next.data(), next.size());
      keep(next.row(), content);
    }
    for (Stored delta : deltas) {
      content = data.apply(delta.data(), content);
      keep(delta.row(), content);
    }
    return content;
  }

  private void keep(long row, byte[] content) {
    if (content.length > CACHE_BYTES / 4) {
      return;
    }
    recentBytes += content.length + OVERHEAD;
    recent.put(row, content);
    Iterator<byte[]> oldest = recent.values().iterator();
    while (recentBytes > CACHE_BYTES) {
      recentBytes -= oldest.next().length + OVERHEAD;
      oldest.remove();
    }
  }

  @Override
  public void close() {
    data.close();
  }
}
