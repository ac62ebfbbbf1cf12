package dev.ghsync.objects.compact;

import dev.ghsync.model.git.IdSet;
import dev.ghsync.objects.compact.CompactionReport.Folded;
import dev.ghsync.store.Store;
import dev.ghsync.store.git.ObjectGraph.Numbered;
import dev.ghsync.store.git.UnfoldedRows;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * Removes unfolded trees and contents that {@code --expand} does not ask for, and of which a packed
 * form is stored. Memory: 30 bytes for each content that stays.
 */
final class Folding {
  private static final int ROWS = 1000;

  private final Store store;
  private final OwnRepos repos;
  private final Progress progress;

  Folding(Store store, OwnRepos repos, Progress progress) {
    this.store = store;
    this.repos = repos;
    this.progress = progress;
  }

  /** Counts what {@link #run} removes after everything is packed. */
  static Folded count(Store store) {
    return store.read(
        db -> {
          BitSet keptTrees = db.unfoldedRows().keptTrees();
          IdSet keptBlobs = db.unfoldedRows().keptBlobs();
          long trees = 0;
          for (Numbered tree : db.unfoldedRows().trees(0, Integer.MAX_VALUE, false)) {
            trees += keptTrees.get((int) tree.row()) ? 0 : 1;
          }
          long contents = 0;
          for (Numbered blob : db.unfoldedRows().contents(0, Integer.MAX_VALUE, false)) {
            contents += keptBlobs.contains(blob.id()) ? 0 : 1;
          }
          return new Folded(trees, contents);
        });
  }

  /** Returns what was removed. */
  Folded run() {
    BitSet keptTrees = store.read(db -> db.unfoldedRows().keptTrees());
    IdSet keptBlobs = store.read(db -> db.unfoldedRows().keptBlobs());
    long trees =
        remove(
            (rows, after) -> rows.trees(after, ROWS, true),
            tree -> !keptTrees.get((int) tree.row()),
            UnfoldedRows.Writer::removeTrees);
    long contents =
        remove(
            (rows, after) -> rows.contents(after, ROWS, true),
            blob -> !keptBlobs.contains(blob.id()),
            UnfoldedRows.Writer::removeContents);
    return new Folded(trees, contents);
  }

  private interface Listing {
    List<Numbered> after(UnfoldedRows rows, long row);
  }

  private interface Removal {
    void run(UnfoldedRows.Writer rows, List<Long> numbers);
  }

  private long remove(Listing listing, Predicate<Numbered> condition, Removal removal) {
    long removed = 0;
    List<Numbered> some = list(listing, 0);
    while (!some.isEmpty()) {
      List<Long> numbers = some.stream().filter(condition).map(Numbered::row).toList();
      store.write(
          s -> {
            repos.requireNoOther(s);
            removal.run(s.unfoldedRows(), numbers);
          });
      removed += numbers.size();
      progress.report("fold", removed, 0);
      progress.check();
      some = list(listing, some.get(some.size() - 1).row());
    }
    return removed;
  }

  private List<Numbered> list(Listing listing, long after) {
    return store.read(db -> listing.after(db.unfoldedRows(), after));
  }
}
