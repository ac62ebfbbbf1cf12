package dev.ghsync.objects;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.pack.PackedData;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.RawObject;
import dev.ghsync.store.Reads;
import dev.ghsync.store.git.PackedObjects.Stored;
import java.util.ArrayDeque;
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

  private final Reads db;
  private final PackedData data = new PackedData();
  private final Map<Long, byte[]> recent = new LinkedHashMap<>(16, 0.75f, true);
  private long recentBytes;

  public ObjectReader(Reads db) {
    this.db = db;
  }

  /**
   * Reads a packed object.
   *
   * @return empty if the object is not stored packed
   * @throws GitFormatException if its data is damaged
   */
  public Optional<RawObject> read(ObjectId id) {
    return db.packed().find(id).map(stored -> new RawObject(stored.type(), content(stored)));
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
