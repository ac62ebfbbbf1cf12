package dev.ghsync.objects.compact;

import dev.ghsync.git.pack.DeltaEncoder;
import dev.ghsync.git.pack.PackedData;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Store;
import dev.ghsync.store.git.PackedObjects.Stored;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores deltas anew whose bases are to be removed. The new base is the next one of the chain that
 * stays. If none stays, the first such object is stored whole, and the others become deltas to it.
 */
final class NewBases {
  private static final int ROWS = 500;
  private static final long BYTES = Math.min(8_000_000, Runtime.getRuntime().maxMemory() / 28);

  private final Store store;
  private final OwnRepos repos;
  private final Progress progress;
  private final DeltaEncoder encoder = new DeltaEncoder();

  /** The object that takes the place of a removed one at the end of chains. */
  private final Map<Long, Long> substitutes = new HashMap<>();

  NewBases(Store store, OwnRepos repos, Progress progress) {
    this.store = store;
    this.repos = repos;
    this.progress = progress;
  }

  @SuppressWarnings("ArrayRecordComponent") // never changed, never compared
  private record Replacement(long row, Optional<Long> base, byte[] data) {}

  /**
   * Stores the deltas anew, bases first.
   *
   * @param removed the numbers of the objects to be removed
   */
  void replace(BitSet removed) {
    List<Long> orphans = store.read(db -> orphans(db, removed));
    int done = 0;
    while (done < orphans.size()) {
      List<Long> left = orphans.subList(done, orphans.size());
      List<Replacement> replacements = store.read(db -> replacements(db, left, removed));
      store.write(
          s -> {
            repos.requireNoOther(s);
            replacements.forEach(r -> s.prune().replace(r.row(), r.base(), r.data()));
          });
      done += replacements.size();
      progress.report("prune", done, orphans.size());
      progress.check();
    }
  }

  private static List<Long> orphans(Reads db, BitSet removed) {
    List<Long> orphans = new ArrayList<>();
    db.prune()
        .forEachDelta(
            delta -> {
              if (!removed.get((int) delta.row()) && removed.get((int) delta.base())) {
                orphans.add(delta.row());
              }
            });
    return orphans;
  }

  /** Makes new data for the first of the rows, at least one. */
  private List<Replacement> replacements(Reads db, List<Long> rows, BitSet removed) {
    List<Replacement> replacements = new ArrayList<>();
    long bytes = 0;
    try (ObjectReader reader = new ObjectReader(db);
        PackedData data = new PackedData()) {
      for (int i = 0; i < rows.size() && i < ROWS && bytes < BYTES; i++) {
        Replacement replacement = replacement(db, rows.get(i), removed, reader, data);
        replacements.add(replacement);
        bytes += replacement.data().length;
      }
    }
    return replacements;
  }

  private Replacement replacement(
      Reads db, long row, BitSet removed, ObjectReader reader, PackedData data) {
    Stored orphan = find(db, row);
    byte[] content = reader.content(orphan);
    Optional<Long> base = base(db, orphan, removed);
    Optional<byte[]> delta = base.flatMap(b -> delta(reader.content(find(db, b)), content));
    return new Replacement(
        row, delta.isPresent() ? base : Optional.empty(), data.compress(delta.orElse(content)));
  }

  private Optional<byte[]> delta(byte[] base, byte[] content) {
    return encoder.encode(DeltaEncoder.Index.of(base), content, content.length / 2);
  }

  /** Finds the new base, whose number is smaller; empty if the object is to be stored whole. */
  private Optional<Long> base(Reads db, Stored orphan, BitSet removed) {
    Stored next = orphan;
    while (next.base().isPresent()) {
      long base = next.base().getAsLong();
      if (!removed.get((int) base)) {
        return Optional.of(base);
      }
      next = find(db, base);
    }
    return Optional.ofNullable(substitutes.putIfAbsent(next.row(), orphan.row()));
  }

  private static Stored find(Reads db, long row) {
    return db.packed().find(row).orElseThrow();
  }
}
