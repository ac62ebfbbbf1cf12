package dev.ghsync.git.pack;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads the inflated data of a spooled pack's entries, in any order. Not thread-safe. */
final class EntryReader implements Closeable {
  private final SpooledPack pack;
  private final SpoolInput input;
  private final EntryData inflated;
  private byte @Nullable [] cached;
  private long size;

  EntryReader(SpooledPack pack) {
    this.pack = pack;
    input = SpoolInput.anyOrder(pack.spool());
    inflated = new EntryData(input);
  }

  /** Opens an entry. */
  void open(int entry) throws IOException {
    cached = pack.cache().get(entry);
    if (cached != null) {
      size = cached.length;
      return;
    }
    input.moveTo(pack.index().start(entry), pack.index().end(entry));
    size = EntryHeader.read(input).size();
    inflated.open(size);
  }

  /** Returns the size of the entry's data, in bytes. */
  long size() {
    return size;
  }

  InputStream stream() {
    return cached == null ? inflated : new ByteArrayInputStream(cached);
  }

  /** Returns all of the entry's data, which must fit into an array and must not be modified. */
  byte[] whole() throws IOException {
    if (cached != null) {
      return cached;
    }
    byte[] content = new byte[Math.toIntExact(size)];
    inflated.readNBytes(content, 0, content.length);
    return content;
  }

  @Override
  public void close() {
    inflated.close();
  }
}
