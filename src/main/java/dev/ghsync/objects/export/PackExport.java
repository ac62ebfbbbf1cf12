package dev.ghsync.objects.export;

import dev.ghsync.git.pack.PackWriter;
import dev.ghsync.git.pack.PackedData;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.RawObject;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.store.Reads;
import dev.ghsync.store.git.PackedObjects.Stored;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes a selection as one pack. The data of packed objects is copied as it is stored. A delta
 * whose base is not exported is written as a whole object. Commits come first, from their rows.
 *
 * <p>Memory: 8 bytes a packed object, 36 bytes an object where there is an index, one object at a
 * time, and the cache of the {@link ObjectReader}.
 */
final class PackExport implements AutoCloseable {
  private static final int BATCH = 500;

  /** Receives where each entry begins in the pack, and its CRC-32. */
  @FunctionalInterface
  interface Entries {
    void add(ObjectId id, long offset, int crc);
  }

  private final Reads db;
  private final Selection selection;
  private final Progress progress;
  private final ObjectReader reader;
  private final PackedData data = new PackedData();
  private final Consumer<ObjectBytes> commits;
  private final long[] offsets;
  private long done;

  /**
   * Prepares the export.
   *
   * @param commits receives the bytes of each commit
   */
  PackExport(
      Reads db, long repo, Selection selection, Progress progress, Consumer<ObjectBytes> commits) {
    this.db = db;
    this.selection = selection;
    this.progress = progress;
    this.commits = commits;
    reader = new ObjectReader(db, repo);
    offsets = new long[selection.packed().length];
  }

  /**
   * Writes the pack.
   *
   * @param to not closed here
   * @return its checksum
   * @throws ExportException if the exact bytes of an object are not known
   */
  byte[] write(OutputStream to, Entries entries) throws IOException {
    PackWriter pack = new PackWriter(to, selection.objects());
    try {
      writeCommits(pack, entries);
      writePacked(pack, entries);
      for (Selection.Other other : selection.others()) {
        writeWhole(pack, entries, other.id(), read(other));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return pack.finish();
  }

  private void writeCommits(PackWriter pack, Entries entries) throws IOException {
    for (int from = 0; from < selection.commitCount(); from += BATCH) {
      List<ObjectId> ids = new ArrayList<>();
      for (int i = from; i < Math.min(selection.commitCount(), from + BATCH); i++) {
        ids.add(selection.commit(i));
      }
      Map<ObjectId, byte[]> contents = reader.readCommits(ids);
      for (ObjectId id : ids) {
        byte[] content = contents.get(id);
        if (content == null) {
          throw inexact(ObjectType.COMMIT, id);
        }
        commits.accept(new ObjectBytes(id, content));
        writeWhole(pack, entries, id, new RawObject(ObjectType.COMMIT, content));
      }
    }
  }

  private void writePacked(PackWriter pack, Entries entries) {
    long[] rows = selection.packed();
    for (int from = 0; from < rows.length; from += BATCH) {
      int first = from;
      int[] written = {0};
      List<Long> some =
          Arrays.stream(rows, from, Math.min(rows.length, from + BATCH)).boxed().toList();
      db.packed()
          .forEach(
              some,
              object -> {
                offsets[first + written[0]++] = pack.position();
                writePacked(pack, entries, object);
              });
    }
  }

  private void writePacked(PackWriter pack, Entries entries, Stored object) {
    long offset = pack.position();
    try {
      if (object.base().isEmpty()) {
        pack.whole(object.type(), object.size(), object.data());
      } else {
        writeDelta(pack, object, object.base().getAsLong());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries.add(object.id(), offset, pack.lastCrc());
    progress.done(++done, selection.objects());
  }

  private void writeDelta(PackWriter pack, Stored object, long base) throws IOException {
    int at = Arrays.binarySearch(selection.packed(), base);
    if (at >= 0) {
      pack.delta(data.deltaSize(object.data()), offsets[at], object.data());
    } else {
      byte[] content = reader.content(object);
      pack.whole(object.type(), content.length, data.compress(content));
    }
  }

  private RawObject read(Selection.Other other) {
    return reader.read(other.id()).orElseThrow(() -> inexact(other.type(), other.id()));
  }

  private void writeWhole(PackWriter pack, Entries entries, ObjectId id, RawObject object)
      throws IOException {
    long offset = pack.position();
    byte[] content = object.content();
    pack.whole(object.type(), content.length, data.compress(content));
    entries.add(id, offset, pack.lastCrc());
    progress.done(++done, selection.objects());
  }

  private static ExportException inexact(ObjectType type, ObjectId id) {
    return new ExportException("the exact bytes of " + type.text() + " " + id + " are not stored");
  }

  @Override
  public void close() {
    reader.close();
    data.close();
  }
}
