package dev.ghsync.git.pack;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.model.git.ObjectType;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first step of reading a pack, while it arrives; see gitformat-pack(5). Inflates every entry,
 * hashes and checks whole objects and deltas whose base is still cached, and records where each
 * entry begins and what it is a delta of.
 */
final class PackReader implements Closeable {
  private static final int SIGNATURE = 0x5041434b; // PACK
  private static final int OLDEST_VERSION = 2;
  private static final int NEWEST_VERSION = 3;
  private static final byte[] NO_BASE = {};

  private final PackStream in;
  private final PackIndex index;
  private final PackLimits limits;
  private final InflatedCache cache;
  private final DeltaBaseCache recent;
  private final EntryData data;
  private final Delta delta = new Delta();
  private final TreeReferences references = new TreeReferences();
  private final ParallelHasher hasher;
  private long expanded;
  private Optional<IOException> brokenBy = Optional.empty();

  private PackReader(PackStream in, PackIndex index, PackLimits limits, InflatedCache cache) {
    this.in = in;
    this.index = index;
    this.limits = limits;
    this.cache = cache;
    recent = new DeltaBaseCache(limits.retainedBytes());
    data = new EntryData(in);
    hasher = new ParallelHasher(index, references);
  }

  /**
   * Reads a pack's header.
   *
   * @param folder for the index's temporary file
   */
  static PackReader open(PackStream in, Path folder, PackLimits limits, InflatedCache cache)
      throws IOException {
    require(u32(in) == SIGNATURE, "the answer is not a pack");
    long version = u32(in);
    if (version < OLDEST_VERSION || version > NEWEST_VERSION) {
      throw new GitFormatException("the pack has an unknown version: " + version);
    }
    return new PackReader(in, new PackIndex(u32(in), folder), limits, cache);
  }

  /** Reads the entries to the pack's end or to where the source fails; see {@link #brokenBy}. */
  void readEntries() {
    int whole = 0;
    long end = in.position();
    try {
      while (index.count() < index.declared()) {
        readEntry();
        whole = index.count();
        end = in.position();
      }
      in.readTrailer();
    } catch (IOException e) {
      brokenBy = Optional.of(e);
    }
    index.keepFirst(whole, end);
    hasher.finish();
  }

  PackIndex index() {
    return index;
  }

  /** Returns what the trees name that were expanded already. */
  TreeReferences references() {
    return references;
  }

  /** Returns why the source failed before the pack's end. The index has the entries before that. */
  Optional<IOException> brokenBy() {
    return brokenBy;
  }

  /** Returns the size of all expanded deltas, in bytes. */
  long expanded() {
    return expanded;
  }

  @Override
  public void close() {
    hasher.close();
    data.close();
  }

  private void readEntry() throws IOException {
    long start = in.position();
    EntryHeader header = EntryHeader.read(in);
    ObjectType type = header.type();
    byte[] baseId = header.baseId();
    data.open(header.size());
    if (type != null) {
      readWhole(index.add(start, PackIndex.NONE), type, header.size());
    } else if (baseId != null) {
      int entry = index.add(start, PackIndex.PENDING);
      index.setId(entry, baseId);
      readDelta(entry, header.size(), null);
    } else {
      int base = index.entryAt(header.baseOffset());
      readDelta(index.add(start, base), header.size(), recent.get(base));
    }
    data.skipRest();
  }

  private void readWhole(int entry, ObjectType type, long size) throws IOException {
    if (size <= limits.inMemory(type)) {
      byte[] content = data.readWhole();
      cache.offer(entry, content);
      recent.put(entry, content);
      identify(entry, type, content, NO_BASE);
    } else if (PackLimits.mayBeLarge(type)) {
      hashPieces(entry, type, size);
    } else {
      throw PackLimits.tooLarge(type, size);
    }
  }

  private void hashPieces(int entry, ObjectType type, long size) throws IOException {
    PieceHasher pieces = new PieceHasher(type, size, references);
    byte[] piece = new byte[PieceHasher.PIECE_BYTES];
    for (int got = data.read(piece); got >= 0; got = data.read(piece)) {
      pieces.update(piece, got);
    }
    index.setId(entry, pieces.finish());
    index.setKnown(entry, type, size);
  }

  private void readDelta(int entry, long size, byte @Nullable [] base) throws IOException {
    boolean now = base != null && size <= limits.retainedBytes();
    if (!now && !cache.wants(size)) {
      return;
    }
    byte[] instructions = data.readWhole();
    cache.offer(entry, instructions);
    if (now && base != null) {
      expand(entry, base, new ByteArrayInputStream(instructions));
    }
  }

  /** Expands a delta whose base is cached. The CPU would otherwise wait for the network. */
  private void expand(int entry, byte[] base, InputStream instructions) throws IOException {
    ObjectType type = index.type(index.base(entry));
    delta.open(instructions);
    long size = delta.resultSize();
    if (size > limits.inMemory(type) || expanded + size > limits.expanded(in.position())) {
      return; // DeltaResolver expands or refuses it
    }
    expanded += size;
    byte[] content = delta.apply(new Content.InMemory(base));
    recent.put(entry, content);
    identify(entry, type, content, base);
  }

  private void identify(int entry, ObjectType type, byte[] content, byte[] base) {
    index.setKnown(entry, type, content.length);
    hasher.add(entry, type, content, type == ObjectType.TREE ? base : NO_BASE);
  }

  private static long u32(PackStream in) throws IOException {
    long number = 0;
    for (int i = 0; i < 4; i++) {
      number = number << 8 | in.u8();
    }
    return number;
  }
}
