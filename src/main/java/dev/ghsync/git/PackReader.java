package dev.ghsync.git;

import dev.ghsync.model.ObjectType;
import java.io.Closeable;
import java.io.IOException;

/**
 * Reads a pack once, as it arrives, see gitformat-pack(5): inflates every entry, hashes and checks
 * the whole objects, and notes where each entry begins and what it is a delta of.
 */
final class PackReader implements Closeable {
  private static final int SIGNATURE = 0x5041434b; // PACK
  private static final int OLDEST_VERSION = 2;
  private static final int NEWEST_VERSION = 3;
  private static final int PIECE_BYTES = 64 << 10;

  private final PackStream in;
  private final PackLimits limits;
  private final InflatedCache cache;
  private final EntryData data;
  private final ObjectHasher hasher = new ObjectHasher();

  PackReader(PackStream in, PackLimits limits, InflatedCache cache) {
    this.in = in;
    this.limits = limits;
    this.cache = cache;
    data = new EntryData(in);
  }

  PackIndex read() throws IOException {
    PackIndex index = readHeader();
    while (index.count() < index.declared()) {
      readEntry(index);
    }
    index.endAt(in.position());
    in.readTrailer();
    return index;
  }

  @Override
  public void close() {
    data.close();
  }

  private PackIndex readHeader() throws IOException {
    if (u32() != SIGNATURE) {
      throw new GitFormatException("what came is not a pack");
    }
    long version = u32();
    if (version < OLDEST_VERSION || version > NEWEST_VERSION) {
      throw new GitFormatException("the pack has a version that is not known: " + version);
    }
    return new PackIndex(u32());
  }

  private void readEntry(PackIndex index) throws IOException {
    long start = in.position();
    EntryHeader header = EntryHeader.read(in);
    ObjectType type = header.type();
    byte[] baseId = header.baseId();
    data.open(header.size());
    if (type != null) {
      readWhole(index, index.add(start, PackIndex.NONE), type, header.size());
    } else if (baseId != null) {
      int entry = index.add(start, PackIndex.PENDING);
      System.arraycopy(baseId, 0, index.ids(), PackIndex.idAt(entry), baseId.length);
      readDelta(entry, header.size());
    } else {
      readDelta(index.add(start, index.entryAt(header.baseOffset())), header.size());
    }
    data.skipRest();
  }

  private void readWhole(PackIndex index, int entry, ObjectType type, long size)
      throws IOException {
    hasher.begin(type, size);
    if (size <= limits.inMemory(type)) {
      byte[] content = data.readWhole();
      int length = (int) size;
      hasher.update(content, length);
      GitObjects.check(type, content, length);
      cache.offer(entry, content, length);
    } else if (type == ObjectType.BLOB) {
      byte[] piece = new byte[PIECE_BYTES];
      for (int got = data.read(piece); got >= 0; got = data.read(piece)) {
        hasher.update(piece, got);
      }
    } else {
      throw new GitFormatException(
          "the pack has a " + type.text() + " of " + size + " bytes, which is too large to read");
    }
    hasher.finish(index.ids(), PackIndex.idAt(entry));
    index.setType(entry, type);
  }

  /** What a delta says is only seen when it is unfolded. */
  private void readDelta(int entry, long size) throws IOException {
    if (cache.wants(size)) {
      cache.offer(entry, data.readWhole(), (int) size);
    }
  }

  private long u32() throws IOException {
    long number = 0;
    for (int i = 0; i < 4; i++) {
      number = number << 8 | in.u8();
    }
    return number;
  }
}
